import { afterAll, beforeAll, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import { reconcileEngine } from '../../../src/reconciliation/reconcileEngine.ts';
import { aViewer } from '../../doubles/viewers.ts';
import type { Fault } from '../../emulators/kit/faultPlan.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from '../saga/support/signedEngine.ts';
import { startSaga, type TestSaga } from '../saga/support/startSaga.ts';
import { aContext, mirrorOf, QUICK_RUN } from './support.ts';

const staff = aViewer({ programs: ['rewards'] });
const CASES = 100;
let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;

beforeAll(async () => {
  database = await createTestDatabase();
  engine = await signedEngine({ certainty: 'lookup', settlesWithin: 0 });
  one = startSaga(database, engine, { limits: { patience: 20, callTimeout: 5000, lease: 6000, settlesWithin: 0 } });
});
afterAll(async () => {
  await one.close();
  await engine.close();
  await database.close();
});

const steps = fc.array(
  fc.record({
    points: fc.integer({ min: 1, max: 60 }),
    fault: fc.constantFrom<Fault | null>(null, null, 'lostBefore', 'lostAfter', 'appliedLate', 'htmlBadGateway'),
    givingBack: fc.constantFrom<Fault | null>(null, 'lostAfter', 'tooMany'),
  }),
  { minLength: 1, maxLength: 3 },
);

test('after faults, a sweep and a run both books agree for every member, and nothing is open', async () => {
  const cases = fc.sample(steps, CASES);
  const members = cases.map((_, index) => `member-${index}`);
  for (const member of members) engine.books.open(member, '100');
  const play = async (list: (typeof cases)[number], index: number): Promise<void> => {
    for (const [at, { points, fault }] of list.entries()) {
      if (fault !== null) engine.emulator.faults.next('debits', fault);
      const asked = { idempotencyKey: `${index}-${at}`, memberId: `member-${index}`, points: `${points}` };
      await one.useCases.redeemPoints(staff, asked);
    }
  };
  // One call that goes well: where all of the first ones fail, the engine is left alone, and nothing is redeemed.
  await engine.connector.balances([{ id: 'member-0' }], new AbortController().signal);
  await Promise.all(cases.map(play));
  const left = {
    name: 'test_unsettled',
    text: `SELECT count(*) AS left FROM engine_redemption WHERE state IN ('RESERVED', 'SENDING')`,
  };
  await expect
    .poll(
      async () => {
        await one.saga.settleDueRedemptions();
        return (await database.reads.query<{ left: bigint }>(left, []))[0]?.left;
      },
      { timeout: 60_000 },
    )
    .toBe(0n);
  // What was declined meanwhile is taken now, all the same.
  engine.emulator.applyLate();
  for (const { givingBack } of cases.flat()) if (givingBack) engine.emulator.faults.next('reversals', givingBack);
  const context = aContext(database, one, { limits: { ...QUICK_RUN, callTimeout: 500 } });
  await expect.poll(async () => (await reconcileEngine(context, 'rewards'))?.open, { timeout: 60_000 }).toBe(0);
  for (const member of members) expect(await mirrorOf(one, member), member).toBe(engine.books.minorOf(member));
  expect(await reconcileEngine(context, 'rewards')).toMatchObject({ imported: 0, reversed: 0, adjusted: 0, open: 0 });
  expect(await verifyBooks(database.reads)).toBeNull();
}, 120_000);
