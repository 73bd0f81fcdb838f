import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInboxDesk } from '../../../src/inbox/createInboxDesk.ts';
import { createPrograms } from '../../../src/database/createPrograms.ts';
import { createSecurityEvents } from '../../../src/database/createSecurityEvents.ts';
import { createWebhookSources } from '../../../src/database/createWebhookSources.ts';
import { createSealer } from '../../../src/secrets/createSealer.ts';
import { keyPair, secretSigner } from '../../support/signedMessage.ts';
import { aSource, recorded } from './given.ts';
import { ADMIN, startWebhooks, type TestWebhooks } from './startWebhooks.ts';

let hooks: TestWebhooks;
beforeAll(async () => {
  hooks = await startWebhooks();
});
afterAll(async () => hooks.close());

const aNew = (changes: object = {}) => ({
  id: `s-${randomUUID()}`,
  programId: 'shop',
  name: 'Shop',
  publicKey: null,
  ...changes,
});

/** The desk of a deployment with these keys, on the same database. */
function deskWith(...ids: readonly string[]) {
  const { database, inbox } = hooks;
  return createInboxDesk({
    ...inbox,
    events: createSecurityEvents(database.reads),
    sources: createWebhookSources(database.reads),
    programs: createPrograms(database.prisma, { defaultId: 'shop' }),
    sealer: createSealer(ids.map((id) => ({ id, bytes: randomBytes(32) }))),
    now: () => new Date(),
  });
}

test('a secret is told once, and is in no table, list or log', async () => {
  const { source, secret, signers } = await aSource(hooks);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const rotated = await hooks.desk.rotateKey(ADMIN, source, null);
  const young = (rotated.ok && rotated.value.secret) || '';
  expect(young).toMatch(/^whsec_/);
  await hooks.send({ source, signers: [secretSigner(young), ...signers], body: recorded() });
  await hooks.send({ source, signers: [], body: 'x' });
  await hooks.desk.setDisabled(ADMIN, source, true);
  const text = `
    SELECT to_jsonb(w)::text AS row FROM webhook_source w
    UNION ALL SELECT to_jsonb(e)::text FROM security_event e UNION ALL SELECT to_jsonb(l)::text FROM dead_letter l`;
  const rows = await hooks.database.reads.query<{ row: string }>({ name: 'all_rows', text }, []);
  const shown = JSON.stringify(await hooks.desk.sources(ADMIN, 'shop'));
  for (const one of [secret, young]) {
    const base64 = one.slice('whsec_'.length);
    const spellings = [
      base64,
      Buffer.from(base64, 'base64').toString('base64url'),
      Buffer.from(one).toString('base64'),
    ];
    for (const spelling of spellings) {
      expect(rows.map(({ row }) => row).join('')).not.toContain(spelling);
      expect(shown).not.toContain(spelling);
      expect(hooks.log()).not.toContain(spelling);
    }
  }
  expect(shown).not.toContain('sealed');
  expect(rows.some(({ row }) => row.includes('"k1.'))).toBe(true);
});

test('a source is listed with its keys, newest first', async () => {
  const { publicKey } = keyPair();
  const source = aNew({ name: 'Marketplace', publicKey });
  await hooks.desk.createSource(ADMIN, source);
  await hooks.desk.rotateKey(ADMIN, source.id, null);
  const found = (await hooks.desk.sources(ADMIN, 'shop')).find(({ id }) => id === source.id);
  expect(found).toEqual({
    id: source.id,
    programId: 'shop',
    name: 'Marketplace',
    isDisabled: false,
    createdBy: 'admin',
    createdAt: expect.any(Date),
    keys: [
      { scheme: 'v1', publicKey: null, createdAt: expect.any(Date), expiresAt: null },
      { scheme: 'v1a', publicKey, createdAt: expect.any(Date), expiresAt: expect.any(Date) },
    ],
  });
});

describe('creating a source', () => {
  test('twice is refused the second time, also at once', async () => {
    const source = aNew();
    const all = await Promise.all(Array.from({ length: 4 }, async () => hooks.desk.createSource(ADMIN, source)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter((one) => !one.ok && one.problem === 'TAKEN')).toHaveLength(3);
  });

  test('in a program that is not there, or not the viewer’s, is refused alike', async () => {
    const both = [
      await hooks.desk.createSource({ ...ADMIN, programs: 'all' }, aNew({ programId: 'none' })),
      await hooks.desk.createSource(ADMIN, aNew({ programId: 'other' })),
    ];
    expect(both[0]).toMatchObject({ ok: false, problem: 'NOT_FOUND' });
    expect(both[1]).toEqual(both[0]);
  });

  test.each([
    ['input.id', { id: '' }],
    ['input.id', { id: 'a:b' }],
    ['input.id', { id: 'a/b' }],
    ['input.id', { id: 'x'.repeat(129) }],
    ['input.name', { name: '  ' }],
    ['input.name', { name: 'a\u0000' }],
    ['input.publicKey', { publicKey: 'whpk_' }],
    ['input.publicKey', { publicKey: `whsec_${randomBytes(32).toString('base64')}` }],
    ['input.publicKey', { publicKey: `whpk_${randomBytes(31).toString('base64')}` }],
  ])('names the field that is wrong: %s %j', async (field, changes) => {
    await expect(hooks.desk.createSource(ADMIN, aNew(changes))).rejects.toMatchObject({ name: 'BadInput', field });
  });

  test('is a viewer’s with points:admin for every member', async () => {
    for (const viewer of [
      { ...ADMIN, memberId: 'm' },
      { ...ADMIN, scopes: new Set(['points:read'] as const) },
    ]) {
      await expect(hooks.desk.createSource(viewer, aNew())).rejects.toThrow('token');
      await expect(hooks.desk.sources(viewer, 'shop')).rejects.toThrow('token');
      await expect(hooks.desk.rotateKey(viewer, 's', null)).rejects.toThrow('token');
      await expect(hooks.desk.setDisabled(viewer, 's', true)).rejects.toThrow('token');
    }
  });
});

test('another program’s source is one that is not there', async () => {
  const { source } = await aSource(hooks);
  const foreign = { ...ADMIN, programs: new Set(['other']) };
  expect(await hooks.desk.rotateKey(foreign, source, null)).toMatchObject({ problem: 'NOT_FOUND' });
  expect(await hooks.desk.setDisabled(foreign, source, true)).toMatchObject({ problem: 'NOT_FOUND' });
  expect(await hooks.desk.sources(foreign, 'shop')).toEqual([]);
  expect(await hooks.desk.rotateKey(ADMIN, 'nobody', null)).toMatchObject({ problem: 'NOT_FOUND' });
});

describe('without keys to seal with', () => {
  test('no secret is made, and a public key needs none', async () => {
    const desk = deskWith();
    expect(await desk.createSource(ADMIN, aNew())).toMatchObject({ ok: false, problem: 'NO_ENCRYPTION_KEYS' });
    const source = aNew({ publicKey: keyPair().publicKey });
    expect(await desk.createSource(ADMIN, source)).toMatchObject({ ok: true });
    expect(await desk.rotateKey(ADMIN, source.id, null)).toMatchObject({ ok: false, problem: 'NO_ENCRYPTION_KEYS' });
  });

  test('that open a source’s secret, its messages are to come again', async () => {
    const source = aNew();
    const made = await deskWith('lost').createSource(ADMIN, source);
    const secret = (made.ok && made.value.secret) || '';
    const answer = await hooks.send({ source: source.id, signers: [secretSigner(secret)], body: recorded() });
    expect(answer).toMatchObject({ http: 503, body: { code: 'UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(hooks.log()).toContain('ENCRYPTION_KEYS has no key \\"lost\\"');
  });

  test('a secret that was moved to another source opens nothing', async () => {
    const [a, b] = [await aSource(hooks), await aSource(hooks)];
    const text =
      'UPDATE webhook_source SET keys = (SELECT keys FROM webhook_source WHERE source_id = $1) WHERE source_id = $2';
    await hooks.database.reads.query({ name: 'move_secret', text }, [a.source, b.source]);
    const answer = await hooks.send({ source: b.source, signers: a.signers, body: recorded() });
    expect(answer).toMatchObject({ http: 503 });
  });
});
