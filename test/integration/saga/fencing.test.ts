import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import type { SagaPoint } from '../../../src/saga/drivingContext.ts';
import type { RedeemPointsInput } from '../../../src/redemption/redemptionUseCases.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { expectOneTruth } from './support/expectOneTruth.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';

const staff = aViewer({ programs: ['rewards'] });
const input: RedeemPointsInput = { idempotencyKey: 'k', memberId: 'ann', points: '10' };
const id = requestId('rewards', 'graph', 'k');

let database: TestDatabase;
let engine: TestEngine;
const open: TestSaga[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  engine = await signedEngine({ certainty: 'cancel' }, { cancels: true });
  engine.books.open('ann', '100');
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await engine.close();
  await database.close();
});

function aSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: (() => void) | undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give?.() };
}

/** A worker that stops at a point and goes on when it is told to. */
function aWorkerThatStopsAt(where: SagaPoint): {
  readonly worker: TestSaga;
  readonly stopped: Promise<void>;
  readonly wake: () => void;
} {
  const stopped = aSignal();
  const woken = aSignal();
  let isFirst = true;
  const worker = startSaga(database, engine, {
    reached: async (point) => {
      if (point !== where || !isFirst) return;
      isFirst = false;
      stopped.give();
      await woken.given;
    },
  });
  open.push(worker);
  return { worker, stopped: stopped.given, wake: () => woken.give() };
}

function startedSaga(): TestSaga {
  const one = startSaga(database, engine);
  open.push(one);
  return one;
}

/** The engine, of which nothing is certain, and which may tell a history all the same. */
function uncertain({ history }: { readonly history: boolean } = { history: false }): TestEngine {
  const { connector } = engine;
  const capabilities = { ...connector.capabilities, certainty: 'none', history } as const;
  return { ...engine, connector: { ...connector, capabilities } };
}

async function rowNow(one: TestSaga) {
  const [row] = await one.redeeming.redemptions.find([id]);
  return row;
}

describe('a worker that was stopped and wakes when another one has decided', () => {
  test.each(['claimed', 'intended', 'called'] as const)('changes nothing: %s', async (where) => {
    const { worker, stopped, wake } = aWorkerThatStopsAt(where);
    expect(await worker.useCases.redeemPoints(staff, input)).toMatchObject({ value: { status: 'PENDING' } });
    await stopped;
    const other = startSaga(database, engine);
    open.push(other);
    await expect
      .poll(
        async () => {
          await other.saga.settleDueRedemptions();
          return (await rowNow(other))?.state;
        },
        { timeout: 10_000 },
      )
      .toMatch(/CAPTURED|VOIDED/);
    const decided = await rowNow(other);
    wake();
    await worker.saga.close();
    expect(await rowNow(other)).toEqual(decided);
    // It is made with the intent to send it, and what may have been sent was canceled.
    expect(decided?.state).toBe('VOIDED');
    await expectOneTruth(database, engine);
  });
});

test('a worker that is stopped behind the write that begins a redemption has no time left to send it', async () => {
  const one = startSaga(database, engine, { beginsSlowly: 600, limits: { callTimeout: 500, patience: 5000 } });
  open.push(one);
  expect(await one.useCases.redeemPoints(staff, input)).toMatchObject({
    failure: { type: 'LoyaltyEngineUnavailable' },
  });
  expect(engine.emulator.calls).toEqual([]);
  expect(await rowNow(one)).toBeNull();
});

test('what an overtaken worker writes changes nothing, while the other one is still at it', async () => {
  const { redemptions } = startedSaga().redeeming;
  const { id: accountId, bucket, programId, memberId } = accountRef('rewards', 'ann');
  const engineParts = { engineKind: 'signed-webhook', engineVersion: 1, engineMember: 'ann' };
  const asked = { points: 1000n, fingerprint: 'ab', rewardId: null, orderId: null, isAlone: false };
  await redemptions.reserve({ id, programId, memberId, accountId, bucket, ...engineParts, ...asked });
  const stale = (await redemptions.claim(id, { lease: 0, oneAtATime: false }))?.row;
  const other = (await redemptions.claim(id, { lease: 60_000, oneAtATime: false }))?.row;
  if (stale === undefined || other === undefined) throw new Error('nothing was claimed');
  expect(await redemptions.claim(id, { lease: 0, oneAtATime: false })).toBeNull();

  const knowing = { state: 'RESERVED', unsureAt: null, isAccepted: false, isCanceling: false, answers: 0 } as const;
  const staleWrites = async (): Promise<readonly unknown[]> => [
    await redemptions.intend(stale, 'debit'),
    await redemptions.park(stale, { ...knowing, outcome: 'late', dueIn: 0 }),
    await redemptions.forget(stale),
    await redemptions.settle(stale, { state: 'VOIDED', declineReason: 'REFUSED', outcome: 'late' }),
  ];
  expect(await staleWrites()).toEqual([null, false, false, false]);
  expect(await redemptions.intend(other, 'debit')).toBeInstanceOf(Date);
  const [under] = await redemptions.find([id]);
  expect(await staleWrites()).toEqual([null, false, false, false]);
  expect(await redemptions.find([id])).toEqual([under]);
  expect(await redemptions.settle(other, { state: 'CAPTURED', engineReference: 'e', outcome: '' })).toBe(true);
});

test('what was settled never changes, whoever asks', async () => {
  const one = startSaga(database, engine, { limits: { patience: 20_000, callTimeout: 5000 } });
  open.push(one);
  await one.useCases.redeemPoints(staff, input);
  const row = await rowNow(one);
  expect(row?.state).toBe('CAPTURED');
  if (row == null) throw new Error('there is no row');
  expect(await one.redeeming.redemptions.settle(row, { state: 'VOIDED', declineReason: 'REFUSED', outcome: '' })).toBe(
    false,
  );
  const change = (text: string) => database.reads.query({ name: `test_${text.length}`, text }, []);
  await expect(change(`UPDATE engine_redemption SET state = 'SENDING', settled_at = NULL`)).rejects.toThrow(/refused/);
  await expect(change(`UPDATE engine_redemption SET engine_reference = 'another'`)).rejects.toThrow(/refused/);
  await expect(change(`DELETE FROM engine_redemption`)).rejects.toThrow(/refused/);
});

test('calls for one member do not overlap where the engine says so', async () => {
  const single = await signedEngine({ oneAtATimePerMember: true });
  try {
    single.books.open('ann', '100');
    const limits = { patience: 30_000, callTimeout: 10_000, lease: 20_000 };
    const two = [startSaga(database, single, { limits }), startSaga(database, single, { limits })] as const;
    open.push(...two);
    const results = await Promise.all(
      Array.from({ length: 8 }, async (_, index) =>
        two[index % 2 === 0 ? 0 : 1].useCases.redeemPoints(staff, { ...input, idempotencyKey: `o-${index}` }),
      ),
    );
    expect(results.map((result) => result.ok && result.value.status)).toEqual(
      Array.from({ length: 8 }, () => 'CONFIRMED'),
    );
    expect(single.emulator.peak()).toBe(1);
  } finally {
    await single.close();
  }
});

describe('an engine that cannot tell what became of a debit', () => {
  test('is not redeemed from unless an operator says so', async () => {
    const one = startSaga(database, uncertain());
    open.push(one);
    expect(await one.useCases.redeemPoints(staff, input)).toMatchObject({
      failure: { type: 'LoyaltyEngineUnavailable', retryAfterSeconds: null },
    });
    expect(engine.books.balanceOf('ann')).toBe('100');
  });

  test.each([
    { history: false, state: 'SENDING' },
    { history: true, state: 'CAPTURED' },
  ])('has one redemption of a member under way, and is never sent another: $state', async ({ history, state }) => {
    const one = startSaga(database, uncertain({ history }), { acceptsUncertainty: true });
    open.push(one);
    engine.emulator.faults.next('debits', 'lostAfter');
    expect(await one.useCases.redeemPoints(staff, input)).toMatchObject({ value: { status: 'PENDING' } });
    expect(await one.useCases.redeemPoints(staff, { ...input, idempotencyKey: 'second' })).toMatchObject({
      failure: { type: 'LoyaltyEngineUnavailable' },
    });
    await expect
      .poll(async () => {
        await one.saga.settleDueRedemptions();
        return (await rowNow(one))?.state;
      })
      .toBe(state);
    expect(engine.emulator.calls.filter(({ operation }) => operation === 'debits')).toHaveLength(1);
  });
});
