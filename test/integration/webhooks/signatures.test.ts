import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyPair, secretSigner, signedHeaders } from '../../support/signedMessage.ts';
import { aSource, recorded } from './given.ts';
import { ADMIN, startWebhooks, type TestWebhooks } from './startWebhooks.ts';

let hooks: TestWebhooks;
beforeAll(async () => {
  hooks = await startWebhooks();
});
afterAll(async () => hooks.close());

const REFUSED = { http: 401, body: { status: 'error', code: 'UNAUTHORIZED', message: expect.any(String) } };
const LIMIT = 256 * 1024;
const DAY = 24 * 3_600_000;
const stranger = secretSigner(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
const eventsOf = async (source: string) =>
  (await hooks.desk.securityEvents(ADMIN, { programId: 'shop', first: 100, before: null })).events.filter(
    ({ subject }) => subject === source,
  );

async function publicKeySource() {
  const source = `source-${randomUUID()}`;
  const { publicKey, signer } = keyPair();
  const made = await hooks.desk.createSource(ADMIN, { id: source, programId: 'shop', name: 'Shop', publicKey });
  expect(made).toMatchObject({ ok: true, value: { secret: null, source: { keys: [{ scheme: 'v1a', publicKey }] } } });
  return { source, signer };
}

const asSecret = ({ id, body }: { id: string; body: string }, at: Date): string => {
  const signed = `${id}.${Math.floor(at.getTime() / 1000)}.${body}`;
  return `v1,${createHmac('sha256', '').update(signed).digest('base64')}`;
};

const ofBytes = (bytes: number): string => {
  const body = JSON.stringify(recorded());
  return body + ' '.repeat(bytes - body.length);
};

describe('a signature', () => {
  test('by the secret holds, as the specification’s own library makes it', async () => {
    const { source, secret, signers } = await aSource(hooks);
    const message = { id: randomUUID(), body: JSON.stringify(recorded()) };
    const headers = signedHeaders(message, signers);
    new Webhook(secret).verify(message.body, headers);
    expect(await hooks.send({ source, signers, body: message.body, id: message.id })).toMatchObject({ http: 200 });
  });

  test('by an ed25519 key holds, and by another one does not', async () => {
    const { source, signer } = await publicKeySource();
    expect(await hooks.send({ source, signers: [signer], body: recorded() })).toMatchObject({ http: 200 });
    expect(await hooks.send({ source, signers: [keyPair().signer], body: recorded() })).toMatchObject(REFUSED);
  });

  test('is one of a list, among others and versions of the future', async () => {
    const { source, signers } = await aSource(hooks);
    const others = [() => 'v2,AAAA', stranger, () => 'v1', () => ',', () => 'v1,', keyPair().signer];
    expect(await hooks.send({ source, signers: [...others, ...signers], body: recorded() })).toMatchObject({
      http: 200,
    });
    expect(await hooks.send({ source, signers: others, body: recorded() })).toMatchObject(REFUSED);
  });

  test('is over the bytes as they came, spacing and all', async () => {
    const { source, signers } = await aSource(hooks);
    const spaced = `\n{ ${JSON.stringify(recorded()).slice(1, -1)}\t}\r\n `;
    expect(await hooks.send({ source, signers, body: spaced })).toMatchObject({
      http: 200,
      body: { status: 'applied' },
    });
    const tight = JSON.stringify(recorded());
    const headers = { 'webhook-id': 'm', ...signedHeaders({ id: 'm', body: `${tight} ` }, signers) };
    expect(await hooks.send({ source, signers, body: tight, id: 'm', headers })).toMatchObject(REFUSED);
  });

  test.each([
    ['content-type', 'text/plain'],
    ['content-type', 'application/cloudevents+json; charset=utf-8'],
  ])('does not depend on %s: %s', async (name, value) => {
    const { source, signers } = await aSource(hooks);
    expect(await hooks.send({ source, signers, body: recorded(), headers: { [name]: value } })).toMatchObject({
      http: 200,
    });
  });

  test('with a shared secret is no ed25519 signature, nor the other way round', async () => {
    const { source, signer } = await publicKeySource();
    expect(await hooks.send({ source, signers: [asSecret], body: recorded() })).toMatchObject(REFUSED);
    const renamed = (message: { id: string; body: string }, at: Date): string =>
      signer(message, at).replace('v1a', 'v1');
    expect(await hooks.send({ source, signers: [renamed], body: recorded() })).toMatchObject(REFUSED);
  });

  test.each([
    ['another source’s', async () => (await aSource(hooks)).signers],
    ['nobody’s', async () => [stranger]],
    ['none', async () => []],
  ])('that is %s is answered 401, has no effect and is a security event', async (_, signersOf) => {
    const { source } = await aSource(hooks);
    const body = recorded();
    const answer = await hooks.send({ source, signers: await signersOf(), body });
    expect(answer).toMatchObject(REFUSED);
    expect(await hooks.balanceOf(String(body.data['memberId']))).toBeUndefined();
  });

  test('is an event once a minute, however often it fails', async () => {
    const { source } = await aSource(hooks);
    for (let time = 0; time < 5; time += 1) await hooks.send({ source, signers: [stranger], body: '{}' });
    expect(await eventsOf(source)).toMatchObject([
      {
        kind: 'SIGNATURE_INVALID',
        programId: 'shop',
        details: { messageId: expect.any(String), address: '127.0.0.1' },
      },
    ]);
  });
});

describe('a source', () => {
  test('that is unknown, disabled or impossible answers like a wrong signature', async () => {
    const { source, signers } = await aSource(hooks);
    const wrong = await hooks.send({ source, signers: [stranger], body: recorded() });
    await hooks.desk.setDisabled(ADMIN, source, true);
    const answers = [
      await hooks.send({ source, signers, body: recorded() }),
      await hooks.send({ source: 'unknown', signers, body: recorded() }),
      await hooks.send({ source: 'no%20body%00', signers, body: recorded() }),
      await hooks.send({ source: 'x'.repeat(200), signers, body: recorded() }),
    ];
    for (const { http, body } of answers) expect({ http, body }).toEqual({ http: wrong.http, body: wrong.body });
    expect((await eventsOf(source)).map(({ kind }) => kind).sort()).toEqual(['SIGNATURE_INVALID', 'SOURCE_DISABLED']);
    await hooks.desk.setDisabled(ADMIN, source, false);
    expect(await hooks.send({ source, signers, body: recorded() })).toMatchObject({ http: 200 });
  });
});

describe('rotation', () => {
  test('accepts the key before for 24 hours, and not a second longer', async () => {
    const { source, signers: old } = await aSource(hooks);
    const rotated = await hooks.desk.rotateKey(ADMIN, source, null);
    if (!rotated.ok || rotated.value.secret === null) throw new Error('not rotated');
    const young = [secretSigner(rotated.value.secret)];
    const send = async (signers: typeof old) => (await hooks.send({ source, signers, body: recorded() })).http;
    try {
      expect([await send(old), await send(young), await send([...old, ...young])]).toEqual([200, 200, 200]);
      expect(await hooks.desk.rotateKey(ADMIN, source, null)).toMatchObject({ problem: 'ROTATION_UNDER_WAY' });
      hooks.ahead = DAY - 60_000;
      expect([await send(old), await send(young)]).toEqual([200, 200]);
      hooks.ahead = DAY + 60_000;
      expect([await send(old), await send(young), await send([...old, ...young])]).toEqual([401, 200, 200]);
      const { publicKey, signer } = keyPair();
      expect(await hooks.desk.rotateKey(ADMIN, source, publicKey)).toMatchObject({
        value: { secret: null, source: { keys: [{ scheme: 'v1a', publicKey, expiresAt: null }, { scheme: 'v1' }] } },
      });
      expect([await send([signer]), await send(young), await send(old)]).toEqual([200, 200, 401]);
    } finally {
      hooks.ahead = 0;
    }
  });

  test('of two at once one is refused', async () => {
    const { source } = await aSource(hooks);
    const both = await Promise.all([1, 2].map(async () => hooks.desk.rotateKey(ADMIN, source, null)));
    expect(new Set(both.map(({ ok }) => ok))).toEqual(new Set([false, true]));
  });
});

describe('the headers', () => {
  test.each([
    [-300, 200],
    [-301, 401],
    [300, 200],
    [301, 401],
  ])('may be of %d seconds from now: %d', async (seconds, http) => {
    const { source, signers } = await aSource(hooks);
    hooks.stopped = new Date(Math.floor(Date.now() / 1000) * 1000);
    const at = new Date(hooks.stopped.getTime() + seconds * 1000);
    const answer = await hooks.send({ source, signers, body: recorded(), at });
    hooks.stopped = null;
    expect(answer).toMatchObject({ http });
  });

  test.each([
    ['webhook-id', ''],
    ['webhook-id', 'a.b'],
    ['webhook-id', 'x'.repeat(256)],
    ['webhook-timestamp', ''],
    ['webhook-timestamp', 'now'],
    ['webhook-timestamp', '1e9'],
    ['webhook-timestamp', '-1'],
    ['webhook-signature', ''],
  ])('%s may not be "%s"', async (name, value) => {
    const { source, signers } = await aSource(hooks);
    const answer = await hooks.send({ source, signers, body: recorded(), headers: { [name]: value } });
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body).toMatchObject({ message: expect.stringContaining(name) });
  });

  test('an id has up to 255 characters', async () => {
    const { source, signers } = await aSource(hooks);
    expect(await hooks.send({ source, signers, id: 'x'.repeat(255), body: recorded() })).toMatchObject({ http: 200 });
  });
});

describe('a body', () => {
  test('may have 256 kB, and not a byte more', async () => {
    const { source, signers } = await aSource(hooks);
    expect(await hooks.send({ source, signers, body: ofBytes(LIMIT) })).toMatchObject({ http: 200 });
    expect(await hooks.send({ source, signers, body: ofBytes(LIMIT + 1) })).toMatchObject({
      http: 413,
      body: { code: 'BODY_TOO_LARGE' },
    });
  });

  test('that is too large is refused too when its length is not said beforehand', async () => {
    const { source } = await aSource(hooks);
    const stream = new Blob(['x'.repeat(LIMIT + 1)]).stream();
    const response = await fetch(`${hooks.url}/webhooks/marketplace/${source}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
  });
});
