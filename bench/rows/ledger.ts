import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../src/database/openDatabase.ts';
import type { AccountRef } from '../../src/ledger/account.ts';
import type { Debit } from '../../src/ledger/command.ts';
import { createLedger } from '../../src/ledger/createLedger.ts';
import { fingerprintOf, requestId } from '../../src/ledger/requestId.ts';
import { compareRates, notInstalled } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { underLoad } from '../load/callers.ts';
import { type Contender, interleave } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { createOneTransactionPerRequest } from '../oneTransactionPerRequest.ts';
import { findPgbench } from '../pgbench/findPgbench.ts';
import { pgbenchContender } from '../pgbench/pgbenchContender.ts';
import { anyOf } from '../pick.ts';
import type { Setting } from '../setting.ts';

const CALLERS = 256;
const ONE_BY_ONE = 'one transaction per request';
const PGBENCH = "pgbench's one CTE";

interface Kind {
  readonly hot: boolean;
  /** The least factors to reach. */
  readonly overOneByOne: number;
  readonly overPgbench: number;
}

/**
 * Postings a second of the ledger in one process, lots and idempotency and an outcome to each caller included,
 * against the same posting done a transaction each over 32 connections, and against pgbench, which does less.
 */
export async function ledgerFigures(setting: Setting, kind: Kind): Promise<readonly Figure[]> {
  const hot = openDatabase({ connectionString: setting.serviceDatabase, connections: 4, hot: true });
  const reads = openDatabase({ connectionString: setting.serviceDatabase, connections: 2 });
  const lone = createOneTransactionPerRequest(setting.serviceDatabase);
  const ledger = createLedger({ hot, reads });
  const account = (): AccountRef => (kind.hot ? (setting.accounts[0] as AccountRef) : anyOf(setting.accounts));
  const posting = (post: (command: Debit) => Promise<{ readonly status: string }>) => async (): Promise<void> => {
    const { status } = await post(debit(account()));
    if (status !== 'accepted') throw new Error(`a debit was ${status}`);
  };
  const contenders: Contender[] = [
    {
      name: 'ledger',
      run: async (time) =>
        underLoad(
          CALLERS,
          time,
          posting(async (command) => ledger.post(command)),
        ),
    },
    {
      name: ONE_BY_ONE,
      run: async (time) =>
        underLoad(
          CALLERS,
          time,
          posting(async (command) => lone.post(command)),
        ),
    },
  ];
  const program = await findPgbench();
  if (program !== null) {
    const { folder, plainDatabase: connectionString, accounts } = setting;
    contenders.push(
      await pgbenchContender({ program, folder, connectionString, accounts: accounts.length, hot: kind.hot }),
    );
  }
  try {
    const [ours = [], oneByOne = [], plain] = await interleave(contenders, setting.rounds, setting.milliseconds);
    const figure = `ledger postings, ${CALLERS} callers, ${kind.hot ? 'one hot account' : 'spread accounts'}`;
    return [
      compareRates({ figure, baseline: ONE_BY_ONE, ours, theirs: oneByOne }, kind.overOneByOne),
      plain === undefined
        ? notInstalled(figure, PGBENCH, ours, kind.overPgbench)
        : compareRates({ figure, baseline: PGBENCH, ours, theirs: plain }, kind.overPgbench),
    ];
  } finally {
    await ledger.close();
    await Promise.all([hot.close(), reads.close(), lone.close()]);
  }
}

/** A point, under a key that was never used. */
function debit(account: AccountRef): Debit {
  const key = randomUUID();
  const fingerprint = fingerprintOf('redeemPoints', account.memberId, 1n);
  return { kind: 'DEBIT', id: requestId(PROGRAM.id, 'graph', key), fingerprint, account, program: PROGRAM, points: 1n };
}
