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

test('a debit that never arrived is declined when the history says so behind the settle window, and is not sent again', async () => {
  emulator.faults.next('debit', 'lostBefore');
  await redeem();
  await expect.poll(swept, { timeout: 10_000 }).toMatchObject({ value: { status: 'DECLINED' } });
  expect(emulator.calls.filter(({ operation }) => operation === 'debit')).toHaveLength(1);
  expect(await reconcileEngine(aContext(database, one), 'rewards')).toMatchObject({ open: 0 });
  expect(await mirrorOf(one, 'ann')).toBe(10_000n);
});
