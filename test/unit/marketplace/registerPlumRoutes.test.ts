import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { createUseCases } from '../../../src/createUseCases.ts';
import { DatabaseUnavailable } from '../../../src/database/port.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { refundKey } from '../../../src/marketplace/plum/plumOrder.ts';
import { registerPlumRoutes } from '../../../src/marketplace/plum/registerPlumRoutes.ts';
import { give } from '../../doubles/aHouse.ts';
import { memoryEarningRules } from '../../doubles/memoryEarningRules.ts';
import { memoryLedger } from '../../doubles/memoryLedger.ts';
import { aProgram, memoryPrograms, memoryProfiles } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';

const TOKEN = 'secret';
let app: FastifyInstance | null = null;
afterEach(async () => app?.close());

function storefront() {
  const ledger = memoryLedger();
  const programs = memoryPrograms([aProgram({ plumTokenHash: createHash('sha256').update(TOKEN).digest() })]);
  const useCases = createUseCases({ ledger, programs, earningRules: memoryEarningRules(programs) });
  const lines: string[] = [];
  app = Fastify({ logger: { level: 'error', stream: { write: (line: string) => lines.push(line) } } });
  registerPlumRoutes(app, { ledger, programs, memberProfiles: memoryProfiles(), useCases });
  const post = async (name: string, body: object) =>
    app?.inject({ method: 'POST', url: `/plum/v1/rewards/${name}`, payload: { auth_token: TOKEN, ...body } });
  return { ledger, useCases, lines, post };
}

const order = { unique_id: 'm-1', order_id: 'o-1', total_points_redeemed: 10 };

describe('a storefront', () => {
  test('is told to come again when the outcome is unknown', async () => {
    const { ledger, post } = storefront();
    ledger.post = async () => Promise.reject(new LedgerUnavailable(new Error('gone')));
    const response = await post('redemption', order);
    expect(response?.statusCode).toBe(503);
    expect(response?.headers['retry-after']).toBe('1');
    expect(response?.json()).toEqual({ status: 0, code: 'UNAVAILABLE', message: 'Send the same request again.' });
  });

  test('is told to come again when PostgreSQL cannot be read', async () => {
    const { ledger, post } = storefront();
    ledger.accounts = async () => Promise.reject(new DatabaseUnavailable(new Error('gone')));
    expect((await post('balance', { unique_id: 'm-1' }))?.statusCode).toBe(503);
  });

  test('is told nothing of our own faults, which are logged without its token', async () => {
    const { ledger, lines, post } = storefront();
    ledger.accounts = async () => Promise.reject(new Error('relation "account" does not exist'));
    const response = await post('balance', { unique_id: 'm-1' });
    expect(response?.statusCode).toBe(500);
    expect(response?.body).not.toContain('relation');
    expect(lines.join('')).toContain('relation');
    expect(lines.join('')).not.toContain(TOKEN);
  });

  test('is refused by a frozen account, and still may refund', async () => {
    const { useCases, post } = storefront();
    await give(useCases, '100');
    await post('redemption', order);
    const accountId = accountRef('rewards', 'm-1').id;
    await useCases.changePointsAccountStatus(aViewer(), { idempotencyKey: 'f', accountId, status: 'FROZEN' });
    expect((await post('redemption', { ...order, order_id: 'o-2' }))?.json()).toMatchObject({
      status: 0,
      code: 'ACCOUNT_NOT_ACTIVE',
    });
    expect((await post('refund', { unique_id: 'm-1', order_id: 'o-1', redemption_amount: 10 }))?.statusCode).toBe(200);
  });

  test('keeps its orders’ names to itself: the graph’s keys are others', async () => {
    const { useCases, post } = storefront();
    await give(useCases, '100');
    for (const idempotencyKey of ['o-1', 'order:o-1']) {
      await useCases.redeemPoints(aViewer(), { idempotencyKey, memberId: 'm-1', points: '1' });
    }
    expect((await post('redemption', order))?.statusCode).toBe(200);
    expect((await post('balance', { unique_id: 'm-1' }))?.json()).toMatchObject({ data: { points: '88' } });
  });

  test('may call an order whatever it likes, a refund’s key even', async () => {
    const { useCases, post } = storefront();
    await give(useCases, '100');
    await post('redemption', order);
    await post('redemption', { ...order, order_id: refundKey('o-1', { amount: '4' }) });
    expect((await post('refund', { unique_id: 'm-1', order_id: 'o-1', redemption_amount: 4 }))?.statusCode).toBe(200);
    expect((await post('balance', { unique_id: 'm-1' }))?.json()).toMatchObject({ data: { points: '84' } });
  });

  test('posts to what there is', async () => {
    const { post } = storefront();
    expect((await post('earn', {}))?.statusCode).toBe(404);
  });
});
