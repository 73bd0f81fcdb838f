import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { expectOneTruth } from './support/expectOneTruth.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';
import type { LoyaltyConnector } from '../../../src/connectors/loyaltyConnector.ts';
import { SAGA_LIMITS } from '../../../src/saga/step.ts';
import { WAITED_FOR, waitingRedemptions } from './support/waitingRedemptions.ts';

const WAITING = 1_000;
/** Of one process: a look takes so many rows, and makes so many calls at once. */
const ROWS_A_LOOK = 100;
const CALLS_AT_ONCE = 8;
/** Milliseconds. The service looks every two seconds. */
const STEP = 10_000;
const LOOKS_A_STEP = 5;
const STEPS_DOWN = 8;
/** What the circuit breaker needs to see, with what is under way by then, and the one that tries a step. */
const MOST_WHILE_DOWN = 10 + CALLS_AT_ONCE + STEPS_DOWN;

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;
let atOnce: { now: number; most: number };

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  atOnce = { now: 0, most: 0 };
  database = await createTestDatabase();
  // The way to an engine as the service opens it, with its circuit breaker.
  engine = takingItsTime(await signedEngine({ certainty: 'resend' }, { limits: {} }));
  one = startSaga(database, engine, { limits: SAGA_LIMITS });
});
afterEach(async () => {
  await one.close();
  await engine.close();
  await database.close();
  vi.useRealTimers();
});

/** Answers so slowly that whoever may call at once does. */
function takingItsTime(quick: TestEngine): TestEngine {
  const { connector } = quick;
  const debit: LoyaltyConnector['debit'] = async (...call) => {
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    await delay(10);
    return connector.debit(...call).finally(() => {
      atOnce.now -= 1;
    });
  };
  return { ...quick, connector: { ...connector, debit } };
}

/** Lets so much time pass: here, and in the database by moving what is due. */
async function pass(milliseconds: number): Promise<void> {
  vi.setSystemTime(Date.now() + milliseconds);
  await database.reads.query(
    {
      name: 'test_time_passes',
      text: `UPDATE engine_redemption SET next_at = next_at - $1::float8 * interval '1 ms'
             WHERE state IN ('RESERVED', 'SENDING')`,
    },
    [milliseconds],
  );
}

interface Open {
  readonly rows: number;
  /** The most that are due within ten seconds. */
  readonly together: number;
  readonly attempts: number;
}

async function open(): Promise<Open | undefined> {
  const text = `
    SELECT coalesce(sum(n), 0)::int AS rows, coalesce(max(n), 0)::int AS together,
           coalesce(max(tried), 0)::int AS attempts
    FROM (SELECT count(*) AS n, max(attempt) AS tried FROM engine_redemption WHERE state IN ('RESERVED', 'SENDING')
          GROUP BY floor(extract(epoch FROM next_at) / 10)) s`;
  const [found] = await database.reads.query<Open>({ name: 'test_open_together', text }, []);
  return found;
}

/** A step of time, with the looks that the service takes in it. The most calls that the engine got in one of them. */
async function step(): Promise<number> {
  let most = 0;
  await pass(STEP);
  for (let look = 0; look < LOOKS_A_STEP; look += 1) {
    const before = engine.emulator.calls.length;
    await one.saga.settleDueRedemptions();
    most = Math.max(most, engine.emulator.calls.length - before);
  }
  return most;
}

test('an engine that is down is left alone, and not stampeded when it is back', async () => {
  const { calls, faults } = engine.emulator;
  await waitingRedemptions(database, engine, one, WAITING);
  await pass(STEP);
  const before = calls.length;
  faults.storm(1, ['lostBefore', 'lostAfter']);
  for (let number = 0; number < STEPS_DOWN; number += 1) await step();
  expect(calls.length - before).toBeLessThanOrEqual(MOST_WHILE_DOWN);
  const down = await open();
  expect(down).toMatchObject({ rows: WAITING, attempts: WAITED_FOR + 1 });
  // They were due at once, and would be again, but for pauses of different lengths: between half and all of the longest.
  expect(down?.together).toBeLessThan(2 * (WAITING / (SAGA_LIMITS.longestPause / 2 / STEP)));

  faults.calm();
  const back = calls.length;
  const most: number[] = [];
  for (let time = 0; time < 2 * SAGA_LIMITS.longestPause && (await open())?.rows !== 0; time += STEP) {
    most.push(await step());
  }
  expect(Math.max(...most)).toBeLessThanOrEqual(ROWS_A_LOOK);
  expect(atOnce.most).toBe(CALLS_AT_ONCE);
  expect(calls.length - back, 'each is asked about once').toBe(WAITING);
  const { captured } = await expectOneTruth(database, engine);
  expect(captured).toBe(WAITING);
}, 120_000);
