import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngineHttp } from '../../../src/connectors/http/createEngineHttp.ts';
import { createPlumConnector } from '../../../src/connectors/plum/createPlumConnector.ts';
import { plumSettings } from '../../../src/connectors/plum/plumSettings.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import { learnMovements } from '../../../src/reconciliation/learnMovements.ts';
import { reconcileEngine } from '../../../src/reconciliation/reconcileEngine.ts';
import type { ReconciliationContext } from '../../../src/reconciliation/reconciliationContext.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { AUTH_TOKEN, startPlumEngine } from '../../emulators/plum/startPlumEngine.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from '../saga/support/signedEngine.ts';
import { startSaga, type TestSaga } from '../saga/support/startSaga.ts';
import { aContext, mirrorOf, QUICK_RUN } from './support.ts';

const staff = aViewer({ programs: ['rewards'] });
let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;

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

function begin(made: TestEngine): void {
  engine = made;
  engine.books.open('ann', '100');
  one = startSaga(database, engine, { limits: { patience: 5000, callTimeout: 2000 } });
}
async function redeem(memberId = 'ann'): Promise<string> {
  const asked = { idempotencyKey: memberId, memberId, points: '10' };
  const result = await one.useCases.redeemPoints(staff, asked);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.id;
}
/** By when everything is in the engine's history that ever will be. */
const later = () => new Date(Date.now() + 60_000);
const run = async (more: Partial<ReconciliationContext> = {}) =>
  reconcileEngine(aContext(database, one, { now: later, ...more }), 'rewards');
const open = async () => aContext(database, one).books.items('rewards', true, 10, null);

test('other points than were asked for are told of until they are corrected, and our books stay as they were', async () => {
  begin(await signedEngine());
  const redemptionId = await redeem();
  await run();
  engine.signed?.rewrite(redemptionId, '-7');
  expect(await run()).toMatchObject({ adjusted: 0, open: 1 });
  const reason = 'The engine moved 7 points where 10 were asked for.';
  expect(await open()).toMatchObject([{ kind: 'POINTS_DIFFER', memberId: 'ann', redemptionId, points: 1000n, reason }]);
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
  engine.signed?.rewrite(redemptionId, '-10');
  expect(await run()).toMatchObject({ adjusted: 0, open: 0 });
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
});

test('a debit that the engine says it took and that its history has not is told of when it can no more be late', async () => {
  begin(await signedEngine());
  const redemptionId = await redeem();
  await run();
  engine.signed?.rewrite(redemptionId, null);
  expect(await run({ now: () => new Date() })).toMatchObject({ open: 0, adjusted: 0 });
  expect(await run()).toMatchObject({ open: 1, adjusted: 0 });
  expect(await open()).toMatchObject([{ kind: 'MISSING_DEBIT', redemptionId, engineReference: expect.any(String) }]);
});

test('a member who cannot be read is passed over at last with an item, and the others are compared', async () => {
  begin(await signedEngine());
  engine.books.open('ben', '100');
  await redeem('ann');
  await redeem('ben');
  if (engine.signed === undefined) throw new Error('another engine');
  engine.signed.tamper = ({ path, body }, answer) => {
    const { member } = body as { readonly member?: string };
    return path === '/history' && member === 'ann' ? { status: 500, headers: {}, body: 'Oh' } : answer;
  };
  const limits = { ...QUICK_RUN, attempts: 2 };
  expect(await run({ limits })).toMatchObject({ finishedAt: null, attempt: 1 });
  expect(await run({ limits })).toMatchObject({
    finishedAt: expect.any(Date) as Date,
    attempt: 2,
    open: 1,
    matched: 1,
  });
  expect(await open()).toMatchObject([{ kind: 'NOT_READ', memberId: 'ann', reason: expect.any(String) as string }]);
  engine.signed.tamper = null;
  expect(await run()).toMatchObject({ matched: 2, open: 0 });
});

test('what is not decided for long is told of until it is', async () => {
  begin(await signedEngine({ certainty: 'lookup', settlesWithin: 0 }));
  engine.emulator.faults.next('debits', 'lostAfter');
  engine.emulator.faults.always('debits/lookup', 'serverErrorBefore');
  const redemptionId = await redeem();
  expect(await run({ limits: { ...QUICK_RUN, undecidedFor: 3_600_000 } })).toMatchObject({ open: 0, imported: 1 });
  expect(await run()).toMatchObject({ open: 1 });
  expect(await open()).toMatchObject([{ kind: 'UNDECIDED', redemptionId }]);
  engine.emulator.faults.calm();
  await expect
    .poll(async () => one.saga.settleDueRedemptions().then(async () => run()), { timeout: 10_000 })
    .toMatchObject({ open: 0 });
});

test('two movements that the engine names alike are told of, and the first one stays in our books', async () => {
  begin(await signedEngine());
  const first = { engineReference: 'm1', reference: null, points: '1', occurredAt: new Date(), words: null };
  const learn = learnMovements(aContext(database, one), aProgram({ decimals: 2 }), accountRef('rewards', 'ann'), [
    first,
  ]);
  expect(await learn).toMatchObject({ imported: 1, refused: [] });
  await redeem();
  expect(await run()).toMatchObject({ open: 1 });
  expect(await open()).toMatchObject([{ kind: 'NOT_IMPORTED', engineReference: 'm1', redemptionId: null }]);
});

test('of an engine without a history the balances are compared, and our books follow them', async () => {
  const { emulator, books } = await startPlumEngine();
  const settings = plumSettings.parse({ baseUrl: emulator.url });
  const http = createEngineHttp({ baseUrl: emulator.url, name: 'Plum', allowPrivateAddresses: ['127.0.0.1'] });
  const connector = createPlumConnector({ settings, secrets: { authToken: AUTH_TOKEN }, http });
  const close = async (): Promise<void> => {
    await connector.close();
    await emulator.close();
  };
  begin({ kind: 'plum', connector, emulator, books, operations: [], close });
  await redeem();
  const ended = await run();
  expect(ended).toMatchObject({ finishedAt: expect.any(Date) as Date, movements: 0, adjusted: 1, open: 0 });
  expect(ended?.words).toContain('no history');
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
  // Granted there, by nobody of ours.
  books.earn({ member: 'ann', points: '5' });
  expect(await run()).toMatchObject({ adjusted: 1, open: 0 });
  expect(await mirrorOf(one, 'ann')).toBe(9500n);
  expect(await run()).toMatchObject({ adjusted: 0, open: 0 });
  const settled = await aContext(database, one).books.items('rewards', false, 10, null);
  expect(settled.map(({ kind, points }) => ({ kind, points }))).toEqual([
    { kind: 'BALANCE', points: 500n },
    { kind: 'BALANCE', points: 9000n },
  ]);
});
