import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineUnavailable } from '../../../src/connectors/loyaltyConnector.ts';
import type { LiveBalance } from '../../../src/engines/engineBalances.ts';
import type { EngineServices } from '../../../src/engines/engineServices.ts';
import { registerPlumRoutes } from '../../../src/marketplace/plum/registerPlumRoutes.ts';
import { aProgram, memoryPrograms, memoryProfiles } from '../../doubles/memoryPrograms.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';

const TOKEN = 'secret';
const order = { unique_id: 'ann', order_id: 'o-1' };

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;
let app: FastifyInstance;
let told: LiveBalance | EngineUnavailable | null;

beforeEach(async () => {
  database = await createTestDatabase();
  engine = await signedEngine({});
  engine.books.open('ann', '100');
  one = startSaga(database, engine, { limits: { patience: 20_000, callTimeout: 5000, lease: 10_000 } });
  const plumTokenHash = createHash('sha256').update(TOKEN).digest();
  const engines = {
    engines: one.redeeming.engines,
    balances: { read: async () => (told instanceof Error ? Promise.reject(told) : told) },
  } as unknown as EngineServices;
  app = Fastify();
  registerPlumRoutes(app, {
    ledger: one.ledger,
    programs: memoryPrograms([aProgram({ decimals: 2, plumTokenHash })]),
    memberProfiles: memoryProfiles(),
    useCases: one.useCases,
    engines,
    engineRedeeming: one.redeeming,
  });
});
afterEach(async () => {
  await app.close();
  await one.close();
  await engine.close();
  await database.close();
});

async function post(name: string, body: object) {
  const payload = { auth_token: TOKEN, ...body };
  const response = await app.inject({ method: 'POST', url: `/plum/v1/rewards/${name}`, payload });
  return { http: response.statusCode, body: response.json<Readonly<Record<string, unknown>>>() };
}

test("a storefront is told the engine's live points, and no old ones, and no zero", async () => {
  told = { available: '12.5', pending: '0', asOf: new Date(), isStale: false };
  expect(await post('balance', order)).toMatchObject({ http: 200, body: { data: { points: '12.5' } } });
  expect(await post('profile', order)).toMatchObject({ http: 200 });
  told = { ...told, isStale: true };
  expect(await post('balance', order)).toMatchObject({ http: 503, body: { status: 0, code: 'UNAVAILABLE' } });
  told = new EngineUnavailable('It does not answer.');
  expect(await post('balance', order)).toMatchObject({ http: 503, body: { status: 0, code: 'UNAVAILABLE' } });
  told = null;
  expect(await post('balance', order)).toMatchObject({ http: 404, body: { code: 'UNKNOWN_MEMBER' } });
});

test('a refund is not done before the engine says so', async () => {
  const redeemed = await post('redemption', { ...order, total_points_redeemed: '10' });
  expect(redeemed).toMatchObject({ http: 200 });
  engine.emulator.faults.next('reversals', 'lostAfter', 'serverErrorAfter');
  const refund = { ...order, redemption_amount: '4' };
  expect(await post('refund', refund)).toMatchObject({ http: 503, body: { code: 'PENDING' } });
  await expect
    .poll(
      async () => {
        await one.saga.settleDueRedemptions();
        return post('refund', refund);
      },
      { timeout: 20_000 },
    )
    .toMatchObject({ http: 200, body: { data: { points: '4' } } });
  expect(engine.books.balanceOf('ann')).toBe('94');
});

test('an order that the engine took is refunded although our own books do not repeat it yet', async () => {
  const failing = vi.spyOn(one.ledger, 'post').mockRejectedValue(new Error('not now'));
  expect(await post('redemption', { ...order, total_points_redeemed: '10' })).toMatchObject({ http: 200 });
  expect(await post('refund', { ...order, redemption_amount: '10' })).toMatchObject({ http: 200 });
  failing.mockRestore();
  expect(engine.books.balanceOf('ann')).toBe('100');
});
