import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAUSES, pauseAfter } from '../../../src/events/schedule.ts';
import { operator, startEvents, type TestEvents } from './support/startEvents.ts';
import { headersOf, type Receiver, startReceiver } from './support/startReceiver.ts';

let events: TestEvents;
let receiver: Receiver;
beforeAll(async () => {
  events = await startEvents();
});
afterAll(() => events.close());
beforeEach(async () => {
  receiver = await startReceiver();
  events.clock.ahead = 0;
});
afterEach(async () => {
  await receiver.close();
  await events.sql('DELETE FROM event_endpoint');
});

const give = (member: string, points = 1000n) => events.post(member, { kind: 'CREDIT', points });
const one = async () => {
  const [delivery] = await events.all();
  if (delivery === undefined) throw new Error('there is no delivery');
  return delivery;
};
const endpointOf = async (id: string) => {
  const found = (await events.desk.endpoints(operator, 'club')).find((endpoint) => endpoint.id === id);
  if (found === undefined) throw new Error('there is no endpoint');
  return found;
};

describe('an event', () => {
  test('is verified by what knows Standard Webhooks alone, and tells ids and amounts', async () => {
    const { secret } = await events.register(receiver.url);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    const earned = await give('ann', 1234n);
    const spent = await events.post('ann', { kind: 'DEBIT', points: 234n, details: { orderId: 'o-1', rewardId: 'r' } });
    await events.post('ann', { kind: 'REVERSE', targetId: spent, points: 100n });
    await events.tell();
    const bodies = receiver.received.map((got) => new Webhook(secret).verify(got.body, headersOf(got)));
    expect(bodies).toMatchObject([
      { type: 'points.earned', data: { points: '12.34', balanceAfter: '12.34', earningId: earned, sequence: 1 } },
      { type: 'points.redeemed', data: { points: '-2.34', balanceAfter: '10', redemptionId: spent, sequence: 2 } },
      { type: 'redemption.settled', data: { points: '2.34', status: 'COMPLETED', orderId: 'o-1', sequence: 3 } },
      { type: 'redemption.reversed', data: { points: '1', redemptionId: spent, orderId: 'o-1', sequence: 4 } },
    ]);
    expect(await events.sql('SELECT id FROM outbox')).toEqual([]);
  });

  test('is told by type, as a CloudEvent, and signed by a private key, where that was asked for', async () => {
    const wanted = { types: ['points.redeemed'], format: 'CLOUDEVENTS', scheme: 'v1a' } as const;
    const { keys } = await events.register(receiver.url, wanted);
    await give('ben');
    await events.post('ben', { kind: 'DEBIT', points: 100n });
    await events.tell();
    expect(receiver.received).toHaveLength(1);
    const [got] = receiver.received;
    if (got === undefined) throw new Error('nothing came');
    const headers = headersOf(got);
    expect(got.headers['content-type']).toBe('application/cloudevents+json');
    expect(JSON.parse(got.body)).toMatchObject({ specversion: '1.0', id: headers['webhook-id'], subject: 'ben' });
    const x = Buffer.from(keys[0]?.publicKey?.slice('whpk_'.length) ?? '', 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${got.body}`);
    const signature = Buffer.from(headers['webhook-signature']?.slice('v1a,'.length) ?? '', 'base64');
    expect(verify(null, signed, key, signature)).toBe(true);
  });
});

describe('an attempt that fails', () => {
  test('is followed by the next on the schedule, and after the last by a dead letter and a disabled endpoint', async () => {
    const { id, secret } = await events.register(receiver.url);
    await give('cay');
    await events.publishAll();
    for (const [index, pause] of [...PAUSES, null].entries()) {
      receiver.answers.push({ status: 500 });
      await events.makeDue();
      const before = Date.now();
      await events.tell();
      const { attempts, state, nextAt, words, status } = await one();
      expect({ attempts, status, words }).toEqual({ attempts: index + 1, status: 500, words: 'It answered 500.' });
      if (pause === null) expect(state).toBe('DEAD');
      else expect(nextAt.getTime() - before).toBeGreaterThanOrEqual(pause);
    }
    expect((await endpointOf(id)).disabledReason).toContain('10 times');
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    // What happens meanwhile waits; enabled again it is sent, and what was given up is replayed under its own id.
    await give('cay');
    await events.tell();
    expect(receiver.received).toHaveLength(10);
    expect(await events.desk.change(operator, { endpointId: id, isDisabled: false })).toMatchObject({ ok: true });
    const dead = (await events.all()).find(({ state }) => state === 'DEAD');
    expect(await events.desk.replay(operator, dead?.id ?? '')).toMatchObject({ ok: true, value: { state: 'PENDING' } });
    expect(await events.desk.replay(operator, dead?.id ?? '')).toMatchObject({ problem: 'NOT_SETTLED' });
    await events.tell();
    expect((await events.all()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
    const last = receiver.received.slice(10);
    expect(new Set(last.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set((await events.all()).map(({ eventId }) => eventId)),
    );
    for (const got of last) expect(new Webhook(secret).verify(got.body, headersOf(got))).toBeTruthy();
  });

  test('waits as long as the receiver asks, with everything else for it', async () => {
    await events.register(receiver.url);
    await give('dee');
    receiver.answers.push({ status: 429, headers: { 'retry-after': '3600' } });
    await events.tell();
    expect((await one()).nextAt.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await give('dan');
    await events.tell();
    expect(receiver.received).toHaveLength(1);
    await events.unpause();
    await events.tell();
    expect(receiver.received).toHaveLength(2);
  });

  test('by 410 ends it at once; a redirect is followed by nobody, and silence is a failure', async () => {
    const target = await startReceiver();
    await events.register(receiver.url);
    await give('eve');
    receiver.answers.push({ status: 302, headers: { location: target.url } }, null, { status: 410 });
    await events.tell();
    expect((await one()).words).toContain('redirect');
    expect(target.received).toEqual([]);
    await target.close();
    await events.makeDue();
    await events.tell();
    expect(await one()).toMatchObject({ status: null, words: 'It did not answer in time.', state: 'PENDING' });
    await events.makeDue();
    await events.tell();
    expect(await one()).toMatchObject({ status: 410, state: 'DEAD', attempts: 3 });
    const { endpointId } = await one();
    expect((await endpointOf(endpointId)).disabledReason).toContain('410');
  });

  test('of one worker that was overtaken says nothing any more', async () => {
    await events.register(receiver.url);
    await give('fay');
    await events.publishAll();
    const [slow] = await events.deliveries.claim({ most: 1, perEndpoint: 4, lease: 0 });
    if (slow === undefined) throw new Error('nothing was due');
    await events.tell();
    expect(await one()).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    await events.deliveries.giveUp(slow, { status: 500, words: 'late' }, 'late');
    await events.deliveries.retry(slow, { status: 500, words: 'late' }, 0, true);
    expect(await one()).toMatchObject({ state: 'DELIVERED', words: 'It answered 204.' });
    expect((await endpointOf(slow.endpoint.id)).disabledReason).toBeNull();
  });
});

describe('an operator', () => {
  test('rotates the secret: both sign for a day, in which a second rotation is refused', async () => {
    const { id, secret: old } = await events.register(receiver.url);
    const rotated = await events.desk.rotate(operator, id);
    if (!rotated.ok) throw new Error(rotated.message);
    expect(await events.desk.rotate(operator, id)).toMatchObject({ problem: 'ROTATION_UNDER_WAY' });
    await give('gil');
    await events.tell();
    const [got] = receiver.received;
    if (got === undefined) throw new Error('nothing came');
    for (const secret of [old, rotated.value.secret ?? '']) {
      expect(new Webhook(secret).verify(got.body, headersOf(got))).toBeTruthy();
    }
    events.clock.ahead = 25 * 3_600_000;
    await give('gil');
    await events.tell();
    expect(headersOf(receiver.received[1] ?? got)['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(await events.desk.rotate(operator, id)).toMatchObject({ ok: true });
  });

  test('tests an endpoint, and is shown a kilobyte of the answer', async () => {
    const { id, secret } = await events.register(receiver.url);
    receiver.answers.push({ status: 400, body: 'x'.repeat(5000) });
    const tested = await events.desk.sendTest(operator, id);
    expect(tested).toMatchObject({ ok: true, value: { status: 400, body: 'x'.repeat(1024) } });
    const [got] = receiver.received;
    if (got === undefined) throw new Error('nothing came');
    expect(new Webhook(secret).verify(got.body, headersOf(got))).toMatchObject({ type: 'endpoint.tested' });
  });

  test('registers no address that is private, whether it stands in the URL or behind a name', async () => {
    const base = { name: 'inside', format: 'STANDARD', scheme: 'v1' } as const;
    for (const url of ['https://10.0.0.1/', 'https://[::1]/', 'https://u:p@example.com/']) {
      expect(await events.desk.register(operator, { ...base, url })).toMatchObject({ problem: 'INVALID_URL' });
    }
    const { id } = await events.register('https://localhost:8443/');
    await events.sql(`UPDATE event_endpoint SET url = 'https://[::1]:8443/' WHERE endpoint_id = '${id}'`);
    expect(await events.desk.sendTest(operator, id)).toMatchObject({
      value: { status: null, words: expect.stringContaining('refused') },
    });
  });
});

test('the schedule is ten attempts in about three days, each a little by chance', () => {
  const pauses = PAUSES.map((_, index) => pauseAfter(index + 1, null, () => 1) ?? 0);
  expect(pauses).toEqual(PAUSES.map((pause) => pause * 1.1));
  expect(pauseAfter(1, 60_000, () => 0)).toBe(60_000);
  expect(pauseAfter(10, null)).toBeNull();
});
