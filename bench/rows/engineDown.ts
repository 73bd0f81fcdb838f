import { setTimeout as delay } from 'node:timers/promises';
import { createEngineRedemptions } from '../../src/database/createEngineRedemptions.ts';
import { openDatabase } from '../../src/database/openDatabase.ts';
import type { Database } from '../../src/database/port.ts';
import { accountRef } from '../../src/ledger/account.ts';
import { requestId } from '../../src/ledger/requestId.ts';
import { compareRates } from '../compare.ts';
import { ENGINE_PROGRAM, type BenchEngine } from '../engine/openEngine.ts';
import { type Figure, milliseconds } from '../figure.ts';
import { httpContender } from '../load/httpContender.ts';
import { openConnection } from '../load/httpConnection.ts';
import { membersBalances, redeemPoints, redeemThroughEngine } from '../load/operations.ts';
import { type Contender, interleave, type Round } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { anyOf } from '../pick.ts';
import type { Server } from '../servers.ts';
import type { Setting } from '../setting.ts';

const WAITING = 1_000;
/** Of another program, whose points are in our own ledger. */
const CALLERS = 32;
/** Of the program with the engine, so many requests a second each at the most: members do not ask faster as it is down. */
const ENGINE_CALLERS = 8;
const PAUSE = 250;
const LEAST = 0.9;
const LONGEST = 2_500;

/**
 * What another program keeps of its redemptions a second while an engine takes calls and answers none, a thousand
 * redemptions wait for it and are due, and its members go on asking; and how long these wait for an answer.
 */
export async function engineDownFigures(
  setting: Setting,
  service: Server,
  engine: BenchEngine,
): Promise<readonly Figure[]> {
  const database = openDatabase({ connectionString: setting.serviceDatabase, connections: 4 });
  const answered: number[] = [];
  try {
    await reserveWaiting(database);
    const others = httpContender({
      ...service,
      callers: CALLERS,
      body: () => redeemPoints(PROGRAM.id, anyOf(setting.accounts).memberId),
      expected: { text: '"RedeemPointsSuccess"', times: 1 },
    });
    const beside = (isSilent: boolean): Contender => ({
      name: isSilent ? 'an engine that is down' : 'an engine that is up',
      async run(time): Promise<Round> {
        await engine.become({ latency: 20, isSilent });
        await database.query(DUE, [isSilent ? 0 : 3_600_000]);
        const stop = new AbortController();
        const asking = Promise.all(
          Array.from({ length: ENGINE_CALLERS }, async () => askAgain(service, stop.signal, isSilent ? answered : [])),
        );
        try {
          return await others.run(time);
        } finally {
          stop.abort();
          await asking;
        }
      },
    });
    const [ours = [], theirs = []] = await interleave(
      [beside(true), beside(false)],
      setting.rounds,
      setting.milliseconds,
    );
    const figure = `redeemPoints of others, ${WAITING} wait for an engine that is down`;
    return [compareRates({ figure, baseline: 'it is up, none wait', ours, theirs }, LEAST), longestFigure(answered)];
  } finally {
    await engine.become({ latency: 0, isSilent: false });
    await database.close();
  }
}

function longestFigure(answered: readonly number[]): Figure {
  const longest = Math.max(...answered);
  return {
    figure: `balance or redemption of an engine that is down, longest of ${answered.length}`,
    baseline: '—',
    ours: milliseconds(longest),
    theirs: '',
    ratio: '',
    target: `≤ ${LONGEST} ms`,
    met: longest <= LONGEST,
  };
}

/** A member who looks at the balance and redeems, again and again; whatever is answered in time is right. */
async function askAgain(service: Server, signal: AbortSignal, answered: number[]): Promise<void> {
  const connection = await openConnection(service.url, service.headers);
  try {
    for (let turn = 0; !signal.aborted; turn += 1) {
      const member = `member-${Math.floor(Math.random() * WAITING)}`;
      const sent = performance.now();
      const reply = await connection.post(
        turn % 2 === 0 ? membersBalances(ENGINE_PROGRAM, [member]) : redeemThroughEngine(ENGINE_PROGRAM, member),
      );
      answered.push(performance.now() - sent);
      if (reply.status !== 200) throw new Error(`the service answered ${reply.status}: ${reply.body.slice(0, 300)}`);
      await delay(PAUSE);
    }
  } finally {
    connection.close();
  }
}

/** Redemptions whose answers were lost when the engine went down. */
async function reserveWaiting(database: Database): Promise<void> {
  const redemptions = createEngineRedemptions(database);
  const parts = { engineKind: 'signed-webhook', engineVersion: 1, fingerprint: 'ab', points: 100n };
  const asked = { rewardId: null, orderId: null, isAlone: false };
  for (let index = 0; index < WAITING; index += 1) {
    const memberId = `member-${index}`;
    const { id: accountId, bucket, programId } = accountRef(ENGINE_PROGRAM, memberId);
    const id = requestId(programId, 'graph', `waiting-${index}`);
    await redemptions.reserve({
      id,
      programId,
      memberId,
      accountId,
      bucket,
      engineMember: memberId,
      ...parts,
      ...asked,
    });
  }
}

/** All of them are due in so many milliseconds, and nobody is at them. */
const DUE = {
  name: 'bench_due_rows',
  text: `
    UPDATE engine_redemption
    SET state = 'SENDING', sent_at = clock_timestamp(), first_sent_at = coalesce(first_sent_at, clock_timestamp()),
        unsure_at = coalesce(unsure_at, clock_timestamp()), next_at = clock_timestamp() + $1::float8 * interval '1 ms'
    WHERE state IN ('RESERVED', 'SENDING')`,
};
