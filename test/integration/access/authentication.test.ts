import { createSecretKey } from 'node:crypto';
import { type CryptoKey, exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Unauthenticated } from '../../../src/access/unauthenticated.ts';
import { SCOPES } from '../../../src/access/viewer.ts';
import { type Authenticator, createAuthenticator } from '../../../src/server/authentication.ts';
import { mintDemoToken } from '../../../src/server/mintDemoToken.ts';
import {
  AUDIENCE,
  generateKey,
  ISSUER,
  type KeyServer,
  sign,
  type SigningKey,
  startKeyServer,
} from './startKeyServer.ts';

let server: KeyServer;
let rsa: SigningKey;
let elliptic: SigningKey;
let unlisted: SigningKey;
let authenticator: Authenticator;

beforeAll(async () => {
  [rsa, elliptic, unlisted] = await Promise.all([
    generateKey('rsa-1'),
    generateKey('ec-1', 'ES256'),
    generateKey('ec-2', 'ES384'),
  ]);
  server = await startKeyServer([rsa, elliptic, unlisted]);
  authenticator = createAuthenticator({
    mode: 'tokens',
    jwksUrl: server.url,
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['RS256', 'ES256'],
  });
});
afterAll(async () => server.close());

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

describe('a token of the issuer', () => {
  test('makes the viewer', async () => {
    const token = await sign(rsa, { scope: 'points:read points:redeem', programs: ['demo', 'p'], member: 'm-1' });
    expect(await authenticator.authenticate(bearer(token))).toEqual({
      subject: 'user-1',
      scopes: new Set(['points:read', 'points:redeem']),
      programs: new Set(['demo', 'p']),
      memberId: 'm-1',
    });
  });

  test('may be signed by each of the keys, and be for others too', async () => {
    const token = await sign(elliptic, { aud: ['other', AUDIENCE] });
    expect(await authenticator.authenticate(bearer(token))).toMatchObject({ subject: 'user-1', memberId: null });
  });

  test.each([{ typ: 'at+jwt' }, { typ: 'application/at+jwt' }, { typ: 'jwt' }, {}])(
    'may have the header %j',
    async (header) => {
      const token = await sign(rsa, {}, header);
      expect(await authenticator.authenticate(bearer(token))).toMatchObject({ subject: 'user-1' });
    },
  );

  test('reaches nothing without programs', async () => {
    const viewer = await authenticator.authenticate(bearer(await sign(rsa, { programs: undefined })));
    expect(viewer.programs).toEqual(new Set());
  });

  test('may be a few seconds over', async () => {
    await expect(authenticator.authenticate(bearer(await sign(rsa, { exp: inSeconds(-5) })))).resolves.toBeDefined();
  });
});

async function refused(authorization: string | undefined): Promise<void> {
  const headers = authorization === undefined ? {} : { authorization };
  await expect(authenticator.authenticate(headers)).rejects.toThrow(Unauthenticated);
}

describe('refused as unauthenticated', () => {
  test.each([
    ['expired', { exp: inSeconds(-60) }],
    ['not valid yet', { nbf: inSeconds(60) }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of no issuer', { iss: undefined }],
    ['for another audience', { aud: 'orders' }],
    ['for no audience', { aud: undefined }],
    ['without an end', { exp: undefined }],
    ['with an end that is no number', { exp: 'tomorrow' }],
    ['without a subject', { sub: undefined }],
    ['with programs that are a text', { programs: 'demo' }],
    ['with a member that is a number', { member: 1 }],
    ['with a scope that is an array', { scope: ['points:read'] }],
  ])('a token that is %s', async (_, changes) => {
    await refused(`Bearer ${await sign(rsa, changes)}`);
  });

  test.each(['logout+jwt', 'dpop+jwt', 'JWE'])('a token of the type %s', async (typ) => {
    await refused(`Bearer ${await sign(rsa, {}, { typ })}`);
  });

  test('an algorithm that is not on the list, even of a key that the issuer publishes', async () => {
    await refused(`Bearer ${await sign(unlisted)}`);
  });

  test('no signature', async () => {
    const unsecured = new UnsecuredJWT({ programs: ['demo'], scope: 'points:admin' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('user-1')
      .setExpirationTime('1h')
      .encode();
    await refused(`Bearer ${unsecured}`);
  });

  test('the public key as a shared secret', async () => {
    const publicKey = (await importJWK(rsa.publicJwk, 'RS256', { extractable: true })) as CryptoKey;
    const secret = createSecretKey(Buffer.from(await exportSPKI(publicKey)));
    const forged = await new SignJWT({ programs: ['demo'], scope: 'points:admin' })
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa-1', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('user-1')
      .setExpirationTime('1h')
      .sign(secret);
    await refused(`Bearer ${forged}`);
  });

  test('somebody else’s key, by whatever name', async () => {
    const thief = await generateKey('rsa-1');
    await refused(`Bearer ${await sign(thief)}`);
    await refused(`Bearer ${await sign({ ...thief, kid: 'thief-1' })}`);
    // A token that brings or points to its own key is not asked.
    await refused(`Bearer ${await sign(thief, {}, { typ: 'JWT', jwk: thief.publicJwk, jku: 'http://127.0.0.1:1/' })}`);
  });

  test('a token whose claims were changed', async () => {
    const [header, , signature] = (await sign(rsa)).split('.');
    const [, claims] = (await sign(rsa, { programs: ['demo', 'other'] })).split('.');
    await refused(`Bearer ${header}.${claims}.${signature}`);
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer {}',
    'Basic dTpw',
    'Bearer a.b.c',
    'Bearer ...',
  ])('the header %j', async (authorization) => {
    await refused(authorization);
  });

  test('everything, where no issuer is configured', async () => {
    const closed = createAuthenticator({ mode: 'tokens', jwksUrl: null, issuer: null, audience: null, algorithms: [] });
    await expect(closed.authenticate({})).rejects.toThrow(Unauthenticated);
    await expect(closed.authenticate(bearer(await sign(rsa)))).rejects.toThrow(Unauthenticated);
  });

  test('in words that tell nothing of the keys', async () => {
    const error: unknown = await authenticator
      .authenticate(bearer(await sign(rsa, { aud: 'x' })))
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ message: 'The token is not valid.' });
  });
});

describe('settings that would accept a token without proof', () => {
  const good = { mode: 'tokens', jwksUrl: new URL('http://127.0.0.1/'), issuer: 'i', audience: 'a' } as const;
  test.each([
    [{ ...good, algorithms: ['HS256'] }],
    [{ ...good, algorithms: ['RS256', 'none'] }],
    [{ ...good, algorithms: [] }],
    [{ ...good, algorithms: ['RS256'], issuer: null }],
    [{ ...good, algorithms: ['RS256'], audience: null }],
    [{ mode: 'demo', secret: new Uint8Array(16) } as const],
  ])('stop the start', (settings) => {
    expect(() => createAuthenticator(settings)).toThrow(TypeError);
  });
});

describe('the demo', () => {
  const secret = new Uint8Array(32).fill(7);
  const demo = createAuthenticator({ mode: 'demo', secret });

  test('lets a request without a token act as the operator', async () => {
    expect(await demo.authenticate({})).toEqual({
      subject: 'demo-operator',
      scopes: new Set(SCOPES),
      programs: 'all',
      memberId: null,
    });
  });

  test('knows the tokens that it minted', async () => {
    const token = await mintDemoToken(secret, { scopes: ['points:read'], programs: ['demo'], memberId: 'm-0001' });
    expect(await demo.authenticate(bearer(token))).toEqual({
      subject: 'm-0001',
      scopes: new Set(['points:read']),
      programs: new Set(['demo']),
      memberId: 'm-0001',
    });
  });

  test('makes nobody the operator who brings a token that is not good', async () => {
    const claims = { scopes: SCOPES, programs: ['demo'] };
    const stale = await mintDemoToken(secret, { ...claims, expiresInSeconds: -60 });
    const foreign = await mintDemoToken(new Uint8Array(32).fill(8), claims);
    for (const authorization of ['', 'Bearer x', `Bearer ${stale}`, `Bearer ${foreign}`, `Basic ${foreign}`]) {
      await expect(demo.authenticate({ authorization })).rejects.toThrow(Unauthenticated);
    }
  });
});
