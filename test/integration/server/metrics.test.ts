import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import type { Credit } from '../../../src/ledger/command.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { fingerprintOf, requestId } from '../../../src/ledger/requestId.ts';
import { createBacklog } from '../../../src/database/createBacklog.ts';
import { createMetrics } from '../../../src/metrics/createMetrics.ts';
import { registerMetrics } from '../../../src/server/registerMetrics.ts';
import { memoryLedger } from '../../doubles/memoryLedger.ts';
import { createTestDatabase } from '../../support/testDatabase.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';

const TOKEN = 'a-token-that-is-long-enough-to-be-one';

function credit(): Credit {
  const program = aProgram();
  const id = requestId(program.id, 'graph', 'key');
  return {
    kind: 'CREDIT',
    id,
    fingerprint: fingerprintOf('x'),
    account: accountRef(program.id, 'm-1'),
    program,
    points: 1n,
  };
}

test('counts commands by what they came to, and requests by their route and not by their path', async () => {
  const metrics = createMetrics();
  const memory = memoryLedger();
  const ledger = metrics.observed(memory);
  await ledger.post(credit());
  await ledger.post({ ...credit(), fingerprint: fingerprintOf('y') });
  memory.post = async () => Promise.reject(new LedgerUnavailable(new Error('gone')));
  await expect(metrics.observed(memory).post(credit())).rejects.toThrow(LedgerUnavailable);

  const app = Fastify();
  registerMetrics(app, metrics, null);
  app.get('/things/:id', () => 'thing');
  await app.inject('/things/4711');
  await app.inject('/nowhere/4711');
  const { body, headers } = await app.inject('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('points_ledger_commands_total{kind="CREDIT",outcome="accepted"} 1');
  expect(body).toContain('points_ledger_commands_total{kind="CREDIT",outcome="conflict"} 1');
  expect(body).toContain('points_ledger_commands_total{kind="CREDIT",outcome="unknown"} 1');
  expect(body).toContain('points_http_request_seconds_count{route="/things/:id",status="200"} 1');
  expect(body).toContain('points_http_request_seconds_count{route="unknown",status="404"} 1');
  expect(body).not.toContain('4711');
  await app.close();
});

test('with a token, only its bearer reads them', async () => {
  const app = Fastify();
  registerMetrics(app, createMetrics(), TOKEN);
  expect((await app.inject('/metrics')).statusCode).toBe(401);
  expect((await app.inject({ url: '/metrics', headers: { authorization: 'Bearer other' } })).statusCode).toBe(401);
  const good = await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${TOKEN}` } });
  expect(good.statusCode).toBe(200);
  expect(good.body).toContain('process_cpu_seconds_total');
  await app.close();
});

const value = (body: string, name: string, program: string): number => {
  const line = body.split('\n').find((one) => one.startsWith(`${name}{program="${program}"} `));
  return Number(line?.split(' ').at(-1));
};

describe('what waits', () => {
  test('is told by program, as the database has it at the scrape, by one statement however many scrapes', async () => {
    const database = await createTestDatabase();
    const named = { unitName: 'point', decimals: 2, timeZone: 'UTC' };
    const data = [
      { id: 'busy', name: 'Busy', ...named },
      { id: 'quiet', name: 'Quiet', ...named },
    ];
    await database.prisma.program.createMany({ data });
    const account = accountRef('busy', 'ann');
    await database.prisma.$executeRawUnsafe(`
      WITH run AS (
        INSERT INTO reconciliation_run (program_id, engine_kind, from_at, to_at, finished_at)
        VALUES ('busy', 'square', now(), now(), now()) RETURNING id
      ), items AS (
        INSERT INTO reconciliation_item (id, program_id, account_id, member_id, kind, points, reason, action, since,
                                         settled_at, first_run_id, last_run_id)
        SELECT gen_random_uuid(), 'busy', '${account.id}', 'ann', 'LATE_DEBIT', 1, 'r', 'a', now(), settled, id, id
        FROM run, (VALUES (NULL), (NULL), (now())) t (settled)
      ), redemptions AS (
        INSERT INTO engine_redemption (id, program_id, bucket, account_id, member_id, engine_kind, engine_version,
                                       engine_member, points, fingerprint, requested_at, state, settled_at, decline_reason)
        SELECT gen_random_uuid(), 'busy', ${account.bucket}, '${account.id}', 'ann', 'square', 1, 'ann', 1, '\\x00',
               now() - interval '2 hours', state::engine_call_state, settled, reason
        FROM (VALUES ('RESERVED', NULL, NULL), ('VOIDED', now(), 'REFUSED')) t (state, settled, reason)
      ), transactions AS (
        INSERT INTO engine_earning (id, program_id, bucket, account_id, member_id, engine_kind, engine_version,
                                    engine_member, transaction_id, kind, occurred_at, fingerprint, requested_at, state,
                                    settled_at)
        SELECT gen_random_uuid(), 'busy', ${account.bucket}, '${account.id}', 'ann', 'square', 1, 'ann', state, 'PURCHASE',
               now(), '\\x00', now() - interval '4 hours', state::engine_call_state, settled
        FROM (VALUES ('RESERVED', NULL), ('CAPTURED', now())) t (state, settled)
      ), letters AS (
        INSERT INTO dead_letter (id, source_id, program_id, message_id, type, body, reason_code, reason, state, received_at, changed_at)
        SELECT gen_random_uuid(), 's', 'busy', state, 't', '{}', 'X', 'x', state, now(), now()
        FROM (VALUES ('OPEN'), ('DISMISSED')) t (state)
      ), endpoints AS (
        INSERT INTO event_endpoint (endpoint_id, program_id, name, url, format, keys, created_by, disabled_at,
                                    disabled_reason)
        SELECT gen_random_uuid(), 'busy', 'n', 'https://example.com', 'STANDARD', '[]', 't', disabled, reason
        FROM (VALUES (NULL, NULL), (now(), 'gone')) t (disabled, reason)
        RETURNING endpoint_id
      )
      INSERT INTO event_delivery (id, endpoint_id, program_id, event_id, member_id, sequence, type, body, created_at)
      SELECT gen_random_uuid(), endpoint_id, 'busy', gen_random_uuid(), 'ann', 1, 'points.earned', '{}',
             now() - interval '3 hours'
      FROM endpoints`);
    const read = createBacklog(database.reads);
    let readings = 0;
    const metrics = createMetrics();
    metrics.backlog(async () => {
      readings += 1;
      return read();
    });
    const [body] = await Promise.all([metrics.text(), metrics.text()]);
    expect(readings).toBe(1);
    const counts = {
      points_reconciliation_open_items: 2,
      points_redemptions_waiting: 1,
      points_transactions_waiting: 1,
      points_event_deliveries_waiting: 1,
      points_event_endpoints_disabled: 1,
      points_dead_letters_open: 1,
    };
    for (const [name, count] of Object.entries(counts)) {
      expect(value(body, name, 'busy'), name).toBe(count);
      expect(value(body, name, 'quiet'), name).toBe(0);
    }
    expect(value(body, 'points_redemption_oldest_waiting_seconds', 'busy')).toBeGreaterThanOrEqual(7200);
    expect(value(body, 'points_transaction_oldest_waiting_seconds', 'busy')).toBeGreaterThanOrEqual(14_400);
    expect(value(body, 'points_event_oldest_waiting_seconds', 'busy')).toBeGreaterThanOrEqual(10_800);
    expect(value(body, 'points_event_oldest_waiting_seconds', 'quiet')).toBe(0);
    await database.close();
  });

  test('is not told when it cannot be read, and the rest is', async () => {
    const metrics = createMetrics();
    let isDown = false;
    const one = {
      reconciliationItems: 1,
      redemptions: 0,
      oldestRedemption: 0,
      earnings: 0,
      oldestEarning: 0,
      deliveries: 0,
      oldestDelivery: 0,
    };
    metrics.backlog(async () => {
      if (isDown) throw new Error('gone');
      return [{ programId: 'busy', ...one, disabledEndpoints: 0, deadLetters: 0 }];
    });
    expect(value(await metrics.text(), 'points_reconciliation_open_items', 'busy')).toBe(1);
    isDown = true;
    const body = await metrics.text();
    expect(body).not.toContain('points_reconciliation_open_items{');
    expect(body).toContain('process_cpu_seconds_total');
  });
});
