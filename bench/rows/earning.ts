import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../src/access/viewer.ts';
import { createUseCases } from '../../src/createUseCases.ts';
import { openBooks } from '../../src/database/openBooks.ts';
import type { EarningRules } from '../../src/earning/earningRules.ts';
import type { Credit } from '../../src/ledger/command.ts';
import { createLedger } from '../../src/ledger/createLedger.ts';
import { fingerprintOf, requestId } from '../../src/ledger/requestId.ts';
import type { RecordTransactionInput } from '../../src/earning/earningUseCases.ts';
import { compareRates } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { underLoad } from '../load/callers.ts';
import { httpContender } from '../load/httpContender.ts';
import { earnPoints, recordTransaction } from '../load/operations.ts';
import { type Contender, interleave } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { anyOf } from '../pick.ts';
import { anyCategory, benchRules } from '../rules.ts';
import type { Servers } from '../servers.ts';
import type { Setting } from '../setting.ts';

const RULES = 50;
const BATCH = 1_000;
/** Two batches under way, so that one is prepared while the other is written: for both contenders. */
const BATCH_CALLERS = 2;
const CALLERS = 64;
const OPERATOR: Viewer = { subject: 'bench', scopes: new Set(['points:earn']), programs: 'all', memberId: null };

/** Earning by a program of 50 rules, in thousands against plain credits of the ledger, and one by one against earnPoints. */
export async function earningFigures(setting: Setting, servers: Servers): Promise<readonly Figure[]> {
  const connection = { connectionString: setting.serviceDatabase, lanes: 2, connections: 4 };
  const books = await openBooks({ ...connection, defaultProgram: PROGRAM.id });
  const ledger = createLedger({ hot: books.hot, reads: books.reads });
  try {
    await addRules(books.earningRules);
    const { programs, earningRules } = books;
    const useCases = createUseCases({ ledger, programs, earningRules });
    const inThousands: Contender[] = [
      batches('recordTransactions', async () => {
        const inputs = Array.from({ length: BATCH }, () => purchase(anyOf(setting.accounts).memberId));
        const results = await useCases.recordTransactions(OPERATOR, inputs);
        if (results.some((result) => result instanceof Error || !result.ok)) throw new Error('not recorded');
      }),
      batches('plain credits', async () => {
        const credits = Array.from({ length: BATCH }, async () => ledger.post(credit(setting)));
        if ((await Promise.all(credits)).some(({ status }) => status !== 'accepted')) throw new Error('not credited');
      }),
    ];
    const [byRules = [], plain = []] = await interleave(inThousands, setting.rounds, setting.milliseconds);
    return [
      compareRates(
        {
          figure: `recordTransactions of ${BATCH}, ${RULES} rules`,
          baseline: 'plain credits',
          ours: byRules,
          theirs: plain,
        },
        0.5,
      ),
      await oneByOne(setting, servers),
    ];
  } finally {
    await ledger.close();
    await books.close();
  }
}

async function oneByOne(setting: Setting, servers: Servers): Promise<Figure> {
  const server = await servers.service();
  const member = (): string => anyOf(setting.accounts).memberId;
  const [ours = [], theirs = []] = await interleave(
    [
      httpContender({
        ...server,
        callers: CALLERS,
        body: () => recordTransaction({ ...purchase(member()), programId: PROGRAM.id }),
        expected: { text: '"RecordTransactionSuccess"', times: 1 },
      }),
      httpContender({
        ...server,
        callers: CALLERS,
        body: () => earnPoints(PROGRAM.id, member()),
        expected: { text: '"EarnPointsSuccess"', times: 1 },
      }),
    ],
    setting.rounds,
    setting.milliseconds,
  );
  const figure = `recordTransaction over HTTP, ${CALLERS} callers, ${RULES} rules`;
  return compareRates({ figure, baseline: 'earnPoints', ours, theirs }, 0.7);
}

/** A call is a thousand; the rate is in thousands a second. */
function batches(name: string, call: () => Promise<void>): Contender {
  return { name, run: async (milliseconds) => underLoad(BATCH_CALLERS, milliseconds, call) };
}

async function addRules(earningRules: EarningRules): Promise<void> {
  for (const { ruleId, definition } of benchRules(RULES)) {
    const version = { programId: PROGRAM.id, ruleId, definition, expectedVersion: 0 };
    const added = await earningRules.add({ ...version, effectiveFrom: null, changedBy: 'bench', reason: null });
    if (typeof added === 'string' && added !== 'overtaken') throw new Error(`a rule was refused: ${added}`);
  }
}

function purchase(
  memberId: string,
): RecordTransactionInput & { readonly amount: { amount: string; currencyCode: string } } {
  const amount = { amount: (1 + Math.floor(Math.random() * 10_000) / 100).toFixed(2), currencyCode: 'USD' };
  return {
    transactionId: randomUUID(),
    memberId,
    programId: PROGRAM.id,
    kind: 'PURCHASE',
    amount,
    category: anyCategory(),
  };
}

function credit(setting: Setting): Credit {
  const account = anyOf(setting.accounts);
  const id = requestId(PROGRAM.id, 'graph', randomUUID());
  const fingerprint = fingerprintOf('earnPoints', account.memberId, 1n);
  return { kind: 'CREDIT', id, fingerprint, account, program: PROGRAM, points: 1n };
}
