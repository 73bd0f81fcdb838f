import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requestId } from '../../../src/ledger/requestId.ts';
import type { RedeemPointsInput } from '../../../src/redemption/redemptionUseCases.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { expectOneTruth } from './support/expectOneTruth.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';

const staff = aViewer({ programs: ['rewards'] });
const input: RedeemPointsInput = { idempotencyKey: 'k', memberId: 'ann', points: '10' };
const redemptionId = requestId('rewards', 'graph', 'k');
const LIMITS = { patience: 20_000, callTimeout: 5000, lease: 10_000 };

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;

async function begin(settings: object): Promise<void> {
  engine = await signedEngine(settings);
  engine.books.open('ann', '100');
  one = startSaga(database, engine, { limits: LIMITS });
  await one.useCases.redeemPoints(staff, input);
}
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await one.close();
  await engine.close();
  await database.close();
});

const reverse = (idempotencyKey: string, points: string | null = null) =>
  one.useCases.reverseRedemption(staff, { idempotencyKey, redemptionId, points, reason: 'returned' });

describe('reverseRedemption through an engine', () => {
  test('gives back a part, then the rest, and never more', async () => {
    await begin({});
    expect(await reverse('a', '4')).toMatchObject({ value: { status: 'PARTIALLY_REVERSED', reversedPoints: 400n } });
    expect(await reverse('a', '4')).toMatchObject({ value: { status: 'PARTIALLY_REVERSED', reversedPoints: 400n } });
    expect(await reverse('a', '5')).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
    expect(await reverse('b', '7')).toMatchObject({
      failure: { type: 'RedemptionNotReversible', reversiblePoints: 600n },
    });
    expect(await reverse('c')).toMatchObject({ value: { status: 'REVERSED', reversedPoints: 1000n } });
    expect(await reverse('d')).toMatchObject({ failure: { type: 'RedemptionNotReversible', reversiblePoints: 0n } });
    expect(engine.books.balanceOf('ann')).toBe('100');
    await expectOneTruth(database, engine);
  });

  test('gives back once although the answer is lost', async () => {
    await begin({});
    engine.emulator.faults.next('reversals', 'lostAfter', 'serverErrorAfter');
    expect(await reverse('a', '4')).toMatchObject({ value: { status: 'CONFIRMED', reversedPoints: 0n } });
    await expect
      .poll(
        async () => {
          await one.saga.settleDueRedemptions();
          return reverse('a', '4');
        },
        { timeout: 10_000 },
      )
      .toMatchObject({ value: { status: 'PARTIALLY_REVERSED', reversedPoints: 400n } });
    expect(engine.books.balanceOf('ann')).toBe('94');
    await expectOneTruth(database, engine);
  });

  test('that certainly was not sent leaves nothing behind', async () => {
    await begin({});
    engine.emulator.faults.next('reversals', 'tooMany');
    expect(await reverse('a')).toMatchObject({ failure: { type: 'LoyaltyEngineUnavailable' } });
    expect(await reverse('b')).toMatchObject({ value: { status: 'REVERSED' } });
    await expectOneTruth(database, engine);
  });

  test('is refused where the engine gives whole redemptions back, or none', async () => {
    await begin({ reversals: 'full' });
    expect(await reverse('a', '4')).toMatchObject({
      failure: { type: 'RedemptionNotReversible', reversiblePoints: 1000n },
    });
    expect(await reverse('b', '10')).toMatchObject({ value: { status: 'REVERSED' } });
    await one.close();
    await engine.close();
    await begin({ reversals: 'none' });
    expect(await reverse('c')).toMatchObject({ failure: { type: 'RedemptionNotReversible', reversiblePoints: 0n } });
  });
});
