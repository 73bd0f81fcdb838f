import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createUseCases } from '../../../src/createUseCases.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import type { RedeemPointsInput } from '../../../src/redemption/redemptionUseCases.ts';
import { memoryEarningRules } from '../../doubles/memoryEarningRules.ts';
import { aProgram, memoryPrograms } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';

const staff = aViewer({ programs: ['rewards', 'own'] });
const input: RedeemPointsInput = { idempotencyKey: 'k', memberId: 'ann', points: '12.34', rewardId: 'r', orderId: 'o' };
const id = requestId('rewards', 'graph', 'k');

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.close());
beforeEach(async () => {
  engine = await signedEngine();
  engine.books.open('ann', '100');
  one = startSaga(database, engine, { limits: { patience: 20_000, callTimeout: 5000, lease: 10_000 } });
});
afterEach(async () => {
  await one.close();
  await engine.close();
});

const debits = (): number => engine.emulator.calls.filter(({ operation }) => operation === 'debits').length;
const keyed = (key: string, more: Partial<RedeemPointsInput> = {}): RedeemPointsInput => ({
  ...input,
  idempotencyKey: key,
  ...more,
});

describe('redeemPoints through an engine', () => {
  test('takes the points there, and says so in our books too', async () => {
    const result = await one.useCases.redeemPoints(staff, input);
    expect(result).toMatchObject({
      ok: true,
      value: { id, status: 'CONFIRMED', points: 1234n, reversedPoints: 0n, rewardId: 'r', orderId: 'o', decimals: 2 },
    });
    expect(engine.books.balanceOf('ann')).toBe('87.66');
    expect(await one.ledger.movements([id])).toMatchObject([{ kind: 'MIRROR', points: 1234n }]);
    expect(await verifyBooks(database.reads)).toBeNull();
    // The key again is the same redemption, another input is none, and nothing more is asked of the engine.
    expect(await one.useCases.redeemPoints(staff, input)).toEqual(result);
    expect(await one.useCases.redeemPoints(staff, { ...input, points: '12.35' })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    expect(debits()).toBe(1);
  });

  test('that settles behind its caller’s back says whose balance is another one now', async () => {
    const settled: string[] = [];
    const other = startSaga(database, engine, { onSettled: ({ accountId }) => settled.push(accountId) });
    engine.emulator.faults.next('debits', 'lostAfter');
    expect(await other.useCases.redeemPoints(staff, keyed('later'))).toMatchObject({ value: { status: 'PENDING' } });
    expect(settled).toEqual([]);
    await expect
      .poll(
        async () => {
          await other.saga.settleDueRedemptions();
          return settled;
        },
        { timeout: 20_000 },
      )
      .toEqual([accountRef('rewards', 'ann').id]);
    await other.close();
  });

  test('that another process takes to its end between two looks is the same one', async () => {
    const asked = keyed('between');
    const ledger: Ledger = {
      ...one.ledger,
      movements: async (ids) => {
        await one.useCases.redeemPoints(staff, asked);
        return one.ledger.movements(ids);
      },
    };
    const programs = memoryPrograms([aProgram({ decimals: 2 })]);
    const earningRules = memoryEarningRules(programs, () => new Date());
    const late = createUseCases({ ledger, programs, earningRules, engineRedeeming: one.redeeming });
    const before = debits();
    expect(await late.redeemPoints(staff, asked)).toMatchObject({ value: { status: 'CONFIRMED' } });
    expect(debits() - before).toBe(1);
  });

  test('of too many points is refused, and stays so', async () => {
    const asked = keyed('too-many', { points: '1000' });
    const result = await one.useCases.redeemPoints(staff, asked);
    expect(result).toMatchObject({ failure: { type: 'InsufficientPoints', available: 0n, requested: 100_000n } });
    expect(await one.useCases.redeemPoints(staff, asked)).toEqual(result);
    expect(debits()).toBe(1);
  });

  test('of a member without a mapping, or whom the engine does not know, finds no account', async () => {
    for (const memberId of ['unmapped', 'nobody']) {
      const result = await one.useCases.redeemPoints(staff, keyed(memberId, { memberId }));
      expect(result).toMatchObject({ failure: { type: 'PointsAccountNotFound' } });
    }
  });

  test('that certainly was not sent leaves nothing behind, and may be asked for again', async () => {
    engine.emulator.faults.next('debits', 'tooManyRetryAfter');
    const asked = keyed('unsent');
    expect(await one.useCases.redeemPoints(staff, asked)).toMatchObject({
      failure: { type: 'LoyaltyEngineUnavailable', retryAfterSeconds: 2 },
    });
    expect(await one.redeeming.redemptions.find([requestId('rewards', 'graph', 'unsent')])).toEqual([null]);
    expect(await one.useCases.redeemPoints(staff, asked)).toMatchObject({ value: { status: 'CONFIRMED' } });
  });

  test('whose answer is lost is pending, and settles by itself', async () => {
    engine.emulator.faults.next('debits', 'lostAfter');
    const asked = keyed('lost');
    const result = await one.useCases.redeemPoints(staff, asked);
    expect(result).toMatchObject({ ok: true, value: { status: 'PENDING', settledAt: null } });
    await expect
      .poll(async () => {
        await one.saga.settleDueRedemptions();
        return one.useCases.redeemPoints(staff, asked);
      })
      .toMatchObject({ value: { status: 'CONFIRMED', id: requestId('rewards', 'graph', 'lost') } });
    expect(engine.books.balanceOf('ann')).toBe('87.66');
  });

  test('is answered in time although the engine is silent', async () => {
    engine.emulator.faults.next('debits', 'silentAfter');
    // The call may take for ever, as far as this test is concerned: it is answered before.
    const limits = { patience: 50, callTimeout: 2000, lease: 10_000 };
    const hasty = startSaga(database, engine, { limits });
    const result = await hasty.useCases.redeemPoints(staff, keyed('silent'));
    expect(result).toMatchObject({ ok: true, value: { status: 'PENDING' } });
    await hasty.close();
  });

  test('of an account that is frozen here asks nothing of the engine', async () => {
    const [account] = [accountRef('rewards', 'ann')];
    await one.useCases.changePointsAccountStatus(staff, {
      idempotencyKey: 'freeze',
      accountId: account.id,
      status: 'FROZEN',
    });
    expect(await one.useCases.redeemPoints(staff, keyed('frozen'))).toMatchObject({
      failure: { type: 'PointsAccountNotActive', status: 'FROZEN' },
    });
    expect(debits()).toBe(0);
    await one.useCases.changePointsAccountStatus(staff, {
      idempotencyKey: 'thaw',
      accountId: account.id,
      status: 'ACTIVE',
    });
  });

  test('of a program without an engine is our own ledger’s', async () => {
    await one.useCases.earnPoints(staff, { idempotencyKey: 'e', memberId: 'ann', programId: 'own', points: '50' });
    const asked = keyed('own', { programId: 'own' });
    expect(await one.useCases.redeemPoints(staff, asked)).toMatchObject({ value: { status: 'CONFIRMED' } });
    expect(debits()).toBe(0);
    expect(await one.redeeming.redemptions.find([requestId('own', 'graph', 'own')])).toEqual([null]);
  });
});
