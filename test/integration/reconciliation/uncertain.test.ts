import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngineHttp } from '../../../src/connectors/http/createEngineHttp.ts';
import { createLoyalifeConnector } from '../../../src/connectors/loyalife/createLoyalifeConnector.ts';
import { loyalifeHttp, loyalifeSettings } from '../../../src/connectors/loyalife/loyalifeSettings.ts';
import { reconcileEngine } from '../../../src/reconciliation/reconcileEngine.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { type LoyalifeEmulator, startLoyalife } from '../../emulators/loyalife/startLoyalife.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { startSaga, type TestSaga } from '../saga/support/startSaga.ts';
import { aContext, mirrorOf } from './support.ts';

const staff = aViewer({ programs: ['rewards'] });
const OPTIONS = { clientId: 'points', clientSecret: 's3cret', programId: 19 };

let database: TestDatabase;
let emulator: LoyalifeEmulator;
let one: TestSaga;

beforeEach(async () => {
  database = await createTestDatabase();
  emulator = await startLoyalife(OPTIONS);
  emulator.books.open('ann', '100');
  const settings = loyalifeSettings.parse({
    baseUrl: emulator.url,
    clientId: OPTIONS.clientId,
    programId: OPTIONS.programId,
    timeZone: 'UTC',
    errorCodes: {},
    defaultProduct: { productCode: 'RETAIL001' },
  });
  const http = createEngineHttp({ ...loyalifeHttp, baseUrl: settings.baseUrl, allowPrivateAddresses: ['127.0.0.1'] });
  const connector = createLoyalifeConnector({ settings, secrets: { clientSecret: OPTIONS.clientSecret }, http });
  const close = async (): Promise<void> => connector.close();
  const engine = { kind: 'loyalife', connector, emulator, books: emulator.books, operations: [], close };
  one = startSaga(database, engine, { acceptsUncertainty: true, limits: { callTimeout: 1000, lease: 1500 } });
});
afterEach(async () => {
  await one.close();
  for (const engine of await one.redeeming.engines.all()) await engine.connector.close();
  await emulator.close();
  await database.close();
});

const redeem = async () => one.useCases.redeemPoints(staff, { idempotencyKey: 'k', memberId: 'ann', points: '10' });
const swept = async () => {
  await one.saga.settleDueRedemptions();
  return redeem();
};

test('a debit whose answer was lost is found again in the history', async () => {
  emulator.faults.next('debit', 'serverErrorAfter');
  await redeem();
  await expect.poll(swept, { timeout: 10_000 }).toMatchObject({ value: { status: 'CONFIRMED' } });
  expect(emulator.books.balanceOf('ann')).toBe('90');
  expect(await reconcileEngine(aContext(database, one), 'rewards')).toMatchObject({ open: 0, matched: 1 });
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
});

/** Declined on the word of the history. */
async function declined(): Promise<void> {
  await redeem();
  await expect.poll(swept, { timeout: 10_000 }).toMatchObject({ value: { status: 'DECLINED' } });
}
const runs = async (more: object = {}) => reconcileEngine(aContext(database, one, more), 'rewards');
const items = async (isOpen: boolean) => aContext(database, one).books.items('rewards', isOpen, 10, null);
const aMonthLater = () => new Date(Date.now() + 31 * 86_400_000);
const killed = async (at: string): Promise<void> => {
  if (at === 'adjusted') throw new Error('killed');
};
const ITEM = { kind: 'POSSIBLE_LATE_DEBIT', memberId: 'ann', points: 1000n };

test('a debit that shows up after its redemption was declined is somebody to look at, until the points are back', async () => {
  emulator.faults.next('debit', 'appliedLate');
  await declined();
  expect(await runs()).toMatchObject({ open: 0 });
  emulator.applyLate();
  expect(await runs()).toMatchObject({ imported: 1, reversed: 0, open: 1 });
  const late = emulator.books.movements.find(({ kind }) => kind === 'debited');
  if (late === undefined) throw new Error('nothing was taken');
  const action = expect.stringContaining('give the member 10 points back there');
  const engineReference = late.id.toUpperCase();
  expect(await items(true)).toMatchObject([{ ...ITEM, engineReference, action }]);
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
  expect(await runs()).toMatchObject({ imported: 0, open: 1 });
  emulator.books.reverse(late, '10', null);
  expect(await runs()).toMatchObject({ imported: 1, open: 0 });
  expect(await items(false)).toMatchObject([ITEM]);
  expect(await mirrorOf(one, 'ann')).toBe(10_000n);
});

test('nor is it there for ever if nobody gives them back; other debits, and those of redemptions, are not looked at', async () => {
  emulator.faults.next('debit', 'lostBefore');
  await declined();
  emulator.books.debit({ member: 'ann', points: '11' });
  const other = { idempotencyKey: 'other', memberId: 'ann', points: '10' };
  expect(await one.useCases.redeemPoints(staff, other)).toMatchObject({ value: { status: 'CONFIRMED' } });
  expect(await runs()).toMatchObject({ matched: 1, open: 0 });
  emulator.books.debit({ member: 'ann', points: '10' });
  expect(await runs()).toMatchObject({ open: 1 });
  expect(await runs({ now: aMonthLater })).toMatchObject({ open: 0 });
});

test('a balance that is lower by the points of a declined redemption is somebody to look at, and our books follow it', async () => {
  emulator.faults.next('debit', 'lostBefore');
  await declined();
  expect(await runs()).toMatchObject({ open: 0 });
  emulator.sayBalance('90');
  await expect(runs({ reached: killed })).rejects.toThrow('killed');
  expect(await runs()).toMatchObject({ open: 1 });
  expect(await mirrorOf(one, 'ann')).toBe(9000n);
  expect(await items(true)).toMatchObject([{ ...ITEM, engineReference: null }]);
  expect(await runs()).toMatchObject({ adjusted: 0, open: 1 });
  emulator.sayBalance('100');
  emulator.books.earn({ member: 'ann', points: '10' });
  expect(await runs()).toMatchObject({ adjusted: 0, imported: 1, open: 0 });
  expect(await mirrorOf(one, 'ann')).toBe(10_000n);
});

test('a debit that never arrived is declined when the history says so behind the settle window, and is not sent again', async () => {
  emulator.faults.next('debit', 'lostBefore');
  await redeem();
  await expect.poll(swept, { timeout: 10_000 }).toMatchObject({ value: { status: 'DECLINED' } });
  expect(emulator.calls.filter(({ operation }) => operation === 'debit')).toHaveLength(1);
  expect(await reconcileEngine(aContext(database, one), 'rewards')).toMatchObject({ open: 0 });
  expect(await mirrorOf(one, 'ann')).toBe(10_000n);
});
