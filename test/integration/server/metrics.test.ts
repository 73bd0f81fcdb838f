import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import type { Credit } from '../../../src/ledger/command.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { fingerprintOf, requestId } from '../../../src/ledger/requestId.ts';
import { createMetrics } from '../../../src/metrics/createMetrics.ts';
import { registerMetrics } from '../../../src/server/registerMetrics.ts';
import { memoryLedger } from '../../doubles/memoryLedger.ts';
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
