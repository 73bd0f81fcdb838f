import { createHmac } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { voucherifyNews } from '../../../src/connectors/voucherify/voucherifyNews.ts';
import { createDeadLetters } from '../../../src/database/createDeadLetters.ts';
import { createEngineMembers } from '../../../src/database/createEngineMembers.ts';
import { createSecurityEvents } from '../../../src/database/createSecurityEvents.ts';
import { createEngineNewsDesk } from '../../../src/engines/news/createEngineNewsDesk.ts';
import type { EngineNewsDesk } from '../../../src/engines/news/engineNewsDesk.ts';
import type { ConfiguredEngine } from '../../../src/engines/programEngines.ts';
import { DatabaseUnavailable } from '../../../src/database/port.ts';
import { registerEngineWebhooks } from '../../../src/marketplace/engineWebhooks/registerEngineWebhooks.ts';
import { aViewer } from '../../doubles/viewers.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';
import type { TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';
import { voucherifyEngine } from './support/voucherifyEngine.ts';

const SECRET = 'the-webhook-secret';
const NEVER = 3_600_000;

let database: TestDatabase;
let engine: TestEngine;
let one: TestSaga;
let news: EngineNewsDesk;
let app: FastifyInstance;
let isAway = false;
const read: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  engine = await voucherifyEngine();
  engine.books.open('ann', '100');
  // What waits is due in an hour: nothing but the message settles it.
  one = startSaga(database, engine, { limits: { firstPause: NEVER, longestPause: NEVER, patience: 20_000 } });
  const found = (await one.redeeming.engines.find('rewards')) ?? expect.fail();
  const tells = voucherifyNews({ memberIs: 'customer_id' } as never, { appToken: 't', webhookSecret: SECRET });
  const configured = {
    ...found,
    connector: { ...found.connector, news: tells },
    configuration: { mapping: { kind: 'SAME_ID' } },
  } as ConfiguredEngine;
  const letters = createDeadLetters(database.reads);
  const events = createSecurityEvents(database.reads);
  news = createEngineNewsDesk({
    engines: {
      find: async (id) => {
        if (isAway) throw new DatabaseUnavailable('away');
        return id === 'rewards' ? configured : null;
      },
    },
    members: createEngineMembers(database.reads),
    balances: {
      outdate: () => {},
      read: async (_, { memberId }) => {
        read.push(memberId);
        return null;
      },
    },
    saga: one.saga,
    letters,
    events,
  });
  app = Fastify();
  registerEngineWebhooks(app, { news, events });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await news.close();
  await one.close();
  await engine.close();
  await database.close();
});

async function send(body: string, secret = SECRET, programId = 'rewards') {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-voucherify-signature': signature };
  const answer = await app.inject({ method: 'POST', url: `/webhooks/engines/${programId}`, headers, body });
  return { http: answer.statusCode, status: answer.json<{ status: string }>().status };
}

const lookups = (): number => engine.emulator.calls.filter(({ operation }) => operation === 'lookup').length;

test('what waits settles by the engine asked, as soon as its message is there, once', async () => {
  const input = { idempotencyKey: 'k', memberId: 'ann', points: '12', rewardId: 'r', orderId: 'o' };
  const pending = await one.useCases.redeemPoints(aViewer({ programs: ['rewards'] }), input);
  if (!pending.ok) expect.fail(pending.failure.message);
  const { id } = pending.value;
  expect(pending.value.status).toBe('PENDING');
  const body = JSON.stringify({ id: 'event-1', data: { details: { reason: `Redemption ${id}` } } });
  expect(await send(body, 'the-secret-of-another-program')).toMatchObject({ http: 401 });
  expect(await send(body, SECRET, 'nobody')).toMatchObject({ http: 401 });
  expect(lookups()).toBe(0);

  expect(await send(body)).toEqual({ http: 200, status: 'applied' });
  await expect.poll(async () => (await one.redeeming.redemptions.find([id]))[0]?.state).toBe('CAPTURED');
  await expect.poll(() => read).toEqual(['ann']);
  expect(await send(body)).toEqual({ http: 200, status: 'duplicate' });
  expect(await send(body.replace('event-1', 'event-2'))).toEqual({ http: 200, status: 'applied' });
  await news.close();
  expect(lookups()).toBe(1);
  expect(engine.books.balanceOf('ann')).toBe('88');
});

test('a balance that is another one is read anew, and an id with another body does nothing', async () => {
  read.length = 0;
  expect(await send('{"id":"b1","data":{"customer_id":"bob"}}')).toEqual({ http: 200, status: 'applied' });
  await expect.poll(() => read).toEqual(['bob']);
  expect(await send('{"id":"b1","data":{"customer_id":"eve"}}')).toEqual({ http: 200, status: 'ignored' });
  expect(await send('{"id":"b2","data":{"colour":"red"}}')).toEqual({ http: 200, status: 'nothing' });
  await news.close();
  expect(read).toEqual(['bob']);
});

test('what cannot be read is kept, what is too large is not read, and what cannot be written is sent again', async () => {
  expect(await send('no json')).toMatchObject({ http: 202, status: 'kept' });
  const query = { name: 'test_letters', text: "SELECT body FROM dead_letter WHERE source_id = 'engine:rewards'" };
  expect(await database.reads.query(query, [])).toEqual([{ body: 'no json' }]);
  expect(await send(`"${'x'.repeat(256 * 1024)}"`)).toMatchObject({ http: 413 });
  isAway = true;
  expect(await send('{"id":"b3","data":{"customer_id":"bob"}}')).toMatchObject({ http: 503 });
  isAway = false;
});
