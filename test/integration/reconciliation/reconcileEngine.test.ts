import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoyaltyConnector } from '../../../src/connectors/loyaltyConnector.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import { learnMovements } from '../../../src/reconciliation/learnMovements.ts';
import { reconcileEngine } from '../../../src/reconciliation/reconcileEngine.ts';
import type { ReconciliationPoint } from '../../../src/reconciliation/reconciliationContext.ts';
import type { SagaLimits } from '../../../src/saga/step.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from '../saga/support/signedEngine.ts';
import { QUICK, startSaga, type TestSaga } from '../saga/support/startSaga.ts';
import { aContext, mirrorOf } from './support.ts';

const staff = aViewer({ programs: ['rewards'] });
const open = async () => aContext(database, one).books.items('rewards', true, 100, null);

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;
const ann = 'ann';

// One of its own for each: their engines name movements alike.
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  expect(await verifyBooks(database.reads)).toBeNull();
  await one.close();
  await engine.close();
  await database.close();
});

async function begin(
  settings: object = {},
  limits: Partial<SagaLimits> = { patience: 5000, callTimeout: 2000 },
): Promise<void> {
  engine = await signedEngine(settings);
  engine.books.open(ann, '100');
  one = startSaga(database, engine, { limits });
}

const redeem = async (points: string) =>
  one.useCases.redeemPoints(staff, { idempotencyKey: points, memberId: ann, points });

/** A redemption that was declined here, and taken by the engine all the same. */
async function lateDebit(): Promise<void> {
  await begin({ certainty: 'lookup', settlesWithin: QUICK.settlesWithin }, {});
  engine.emulator.faults.next('debits', 'appliedLate');
  await redeem('10');
  await expect
    .poll(async () => {
      await one.saga.settleDueRedemptions();
      return redeem('10');
    })
    .toMatchObject({ value: { status: 'DECLINED' } });
  engine.emulator.applyLate();
  expect(engine.books.balanceOf(ann)).toBe('90');
}

async function expectAgreement(): Promise<void> {
  expect(await open()).toEqual([]);
  expect(await mirrorOf(one, ann)).toBe(engine.books.minorOf(ann));
}

describe('a run', () => {
  test('brings our books to what the engine has, and changes nothing the second time', async () => {
    await begin();
    await redeem('12.34');
    const context = aContext(database, one);
    expect(await reconcileEngine(context, 'rewards')).toMatchObject({ matched: 1, imported: 1, open: 0 });
    await expectAgreement();
    expect(await mirrorOf(one, ann)).toBe(8766n);
    expect(await reconcileEngine(context, 'rewards')).toMatchObject({ matched: 1, imported: 0, adjusted: 0, open: 0 });
    await expectAgreement();
  });

  test('has a debit given back that came after its redemption was declined', async () => {
    await lateDebit();
    expect(await reconcileEngine(aContext(database, one), 'rewards')).toMatchObject({ reversed: 1, open: 0 });
    expect(engine.books.balanceOf(ann)).toBe('100');
    await expectAgreement();
  });

  const POINTS: readonly ReconciliationPoint[] = ['learned', 'intended', 'reversed', 'kept'];
  test.each(POINTS)('that dies when it has %s is repeated, and gives back once', async (point) => {
    await lateDebit();
    const reached = async (at: ReconciliationPoint): Promise<void> => {
      if (at === point) throw new Error('killed');
    };
    await expect(reconcileEngine(aContext(database, one, { reached }), 'rewards')).rejects.toThrow('killed');
    await expect
      .poll(async () => (await reconcileEngine(aContext(database, one), 'rewards'))?.open, { timeout: 10_000 })
      .toBe(0);
    expect(engine.books.balanceOf(ann)).toBe('100');
    await expectAgreement();
  });

  test('whose answer to giving back is lost gives back once', async () => {
    await lateDebit();
    engine.emulator.faults.next('reversals', 'lostAfter');
    expect(await reconcileEngine(aContext(database, one), 'rewards')).toMatchObject({ reversed: 1, open: 0 });
    expect(engine.books.balanceOf(ann)).toBe('100');
    await expectAgreement();
  });

  test('leaves an open item with what to do where the engine cannot give back', async () => {
    await lateDebit();
    const { engines } = one.redeeming;
    const found = await engines.find('rewards');
    if (found === null) throw new Error('no engine');
    const connector: LoyaltyConnector = { ...found.connector };
    delete connector.reverse;
    const context = aContext(database, one, { engines: { ...engines, find: async () => ({ ...found, connector }) } });
    expect(await reconcileEngine(context, 'rewards')).toMatchObject({ reversed: 0, open: 1 });
    const action = 'Give the member 10 points back in the engine.';
    expect(await open()).toMatchObject([{ kind: 'LATE_DEBIT', memberId: ann, points: 1000n, action }]);
    // Our books repeat the debit all the same; and the item settles by itself when it was put right.
    expect(await mirrorOf(one, ann)).toBeLessThan(9001n);
    await reconcileEngine(aContext(database, one), 'rewards');
    await expectAgreement();
  });

  test('stops where the engine is down, and is taken up again there', async () => {
    await begin();
    await redeem('1');
    engine.emulator.faults.always('history', 'serverErrorBefore');
    const stopped = await reconcileEngine(aContext(database, one), 'rewards');
    expect(stopped).toMatchObject({ finishedAt: null, attempt: 1 });
    expect(stopped?.words).toContain('taken up again');
    engine.emulator.faults.calm();
    const ended = await reconcileEngine(aContext(database, one), 'rewards');
    expect(ended).toMatchObject({ id: stopped?.id, attempt: 2, open: 0, finishedAt: expect.any(Date) as Date });
    await expectAgreement();
  });

  test('is one at a time', async () => {
    await begin();
    await redeem('1');
    const others: unknown[] = [];
    const reached = async (at: ReconciliationPoint): Promise<void> => {
      if (at === 'learned') others.push(await reconcileEngine(aContext(database, one), 'rewards'));
    };
    await reconcileEngine(aContext(database, one, { reached }), 'rewards');
    expect(others).toEqual([null]);
    await expectAgreement();
  });
});

test('a movement of the engine is learned once, by whoever learns of it', async () => {
  await begin();
  const occurredAt = new Date(Date.now() - 86_400_000);
  const movement = { engineReference: 'given', reference: null, points: '5.5', occurredAt, words: 'Birthday' };
  const learned = await Promise.all(
    [1, 2, 3].map(async () => {
      return learnMovements(aContext(database, one), aProgram({ decimals: 2 }), accountRef('rewards', ann), [movement]);
    }),
  );
  expect(learned.reduce((sum, { imported }) => sum + imported, 0)).toBe(1);
  expect(await mirrorOf(one, ann)).toBe(550n);
});
