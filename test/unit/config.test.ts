import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { environment } from '../../src/environment.ts';
import { StartupProblem } from '../../src/startupProblem.ts';

const SECRET = 'a-secret-that-is-long-enough-to-be-one';
const KEY = Buffer.alloc(32, 1).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 2).toString('base64');
const ISSUER = {
  AUTH_JWKS_URL: 'https://id.example/keys',
  AUTH_ISSUER: 'https://id.example',
  AUTH_AUDIENCE: 'points',
};

test('without any setting it is the demo, on loopback, with its own PostgreSQL', () => {
  expect(readConfig({})).toEqual({
    port: 4001,
    host: '127.0.0.1',
    environment: 'development',
    logLevel: 'warn',
    databaseUrl: null,
    databaseConnections: 10,
    lanes: 2,
    dataDir: resolve('.data'),
    defaultProgram: 'demo',
    auth: { mode: 'demo' },
    routerSecrets: [],
    encryptionKeys: [],
    engineAllowedAddresses: ['127.0.0.1', '::1'],
    metricsToken: null,
    maxRepresentations: 1000,
  });
});

test('an empty variable is one that is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', AUTH_ISSUER: '' })).toEqual(readConfig({}));
});

describe('a value that cannot be right', () => {
  test.each([
    ['PORT', 'abc'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '4001.5'],
    ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://root@localhost/points'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_CONNECTIONS', '0'],
    ['LANES', '0'],
    ['DEFAULT_PROGRAM', 'a\u0000b'],
    ['DEFAULT_PROGRAM', 'x'.repeat(129)],
    ['AUTH_JWKS_URL', 'id.example/keys'],
    ['AUTH_ALGORITHMS', 'RS256,HS256'],
    ['AUTH_ALGORITHMS', 'none'],
    ['ROUTER_SECRETS', 'short'],
    ['ROUTER_SECRETS', `${SECRET},${SECRET},${SECRET}`],
    ['ROUTER_SECRETS', `${SECRET},`],
    ['ENCRYPTION_KEYS', 'k1'],
    ['ENCRYPTION_KEYS', `k1:${KEY.slice(4)}`],
    ['ENCRYPTION_KEYS', `k 1:${KEY}`],
    ['ENCRYPTION_KEYS', `k1:${KEY},`],
    ['ENCRYPTION_KEYS', `k1:${KEY},k1:${OTHER_KEY}`],
    ['ENGINE_ALLOWED_ADDRESSES', 'engine.internal'],
    ['ENGINE_ALLOWED_ADDRESSES', '10.0.0.0/33'],
    ['ENGINE_ALLOWED_ADDRESSES', '10.0.0.0/8/8'],
    ['MAX_REPRESENTATIONS', '0'],
  ])('of %s stops the start and names it: %s', (name, value) => {
    expect(() => readConfig({ ...ISSUER, [name]: value })).toThrow(new RegExp(`^${name} must be `));
  });

  test('is not repeated, because it may be a secret', () => {
    expect(() => readConfig({ ROUTER_SECRETS: 'hush' })).toThrow(expect.not.stringContaining('hush'));
  });

  test('does not hide the next one', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/^PORT .*\nLOG_LEVEL /);
  });
});

describe('authentication', () => {
  test('by an issuer, with public-key algorithms alone', () => {
    expect(readConfig(ISSUER).auth).toEqual({
      mode: 'tokens',
      issuer: { jwksUrl: new URL('https://id.example/keys'), name: 'https://id.example', audience: 'points' },
      algorithms: ['RS256', 'ES256', 'EdDSA'],
    });
    expect(readConfig({ ...ISSUER, AUTH_ALGORITHMS: 'PS512, ES384' }).auth).toMatchObject({
      algorithms: ['PS512', 'ES384'],
    });
  });

  test.each(Object.keys(ISSUER))('by halves, without %s, is refused by that name', (missing) => {
    expect(() => readConfig({ ...ISSUER, [missing]: undefined })).toThrow(new RegExp(`^${missing} must be set too`));
    expect(() => readConfig({ ...ISSUER, ROUTER_SECRETS: SECRET, [missing]: undefined })).toThrow(StartupProblem);
  });

  test('by algorithms alone is by halves as well', () => {
    expect(() => readConfig({ AUTH_ALGORITHMS: 'RS256' })).toThrow(/AUTH_JWKS_URL and AUTH_ISSUER and AUTH_AUDIENCE/);
  });

  test('by router secrets alone knows no issuer; two of them are one in rotation', () => {
    const config = readConfig({ NODE_ENV: 'production', ROUTER_SECRETS: `${SECRET}, ${SECRET}-new` });
    expect(config.auth).toMatchObject({ mode: 'tokens', issuer: null });
    expect(config.routerSecrets).toEqual([SECRET, `${SECRET}-new`]);
  });
});

test('beyond the demo no private address is an engine’s, unless it is allowed', () => {
  expect(readConfig(ISSUER).engineAllowedAddresses).toEqual([]);
  const ENGINE_ALLOWED_ADDRESSES = '10.1.0.0/16, fd00::7';
  expect(readConfig({ ...ISSUER, ENGINE_ALLOWED_ADDRESSES }).engineAllowedAddresses).toEqual([
    '10.1.0.0/16',
    'fd00::7',
  ]);
});

describe('the demo mode', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '::0:1', 'localhost'])('is for loopback: %s', (HOST) => {
    expect(readConfig({ HOST }).auth).toEqual({ mode: 'demo' });
  });

  test.each(['0.0.0.0', '::', '10.0.0.7', 'points.example', '127.0.0.1.example'])('never for %s', (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(/^HOST .*AUTH_JWKS_URL, AUTH_ISSUER and AUTH_AUDIENCE/);
    expect(readConfig({ HOST, ...ISSUER }).host).toBe(HOST);
  });

  test('never in production', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(/^NODE_ENV .*AUTH_JWKS_URL/);
    expect(readConfig({ NODE_ENV: 'production', ...ISSUER })).toMatchObject({ logLevel: 'info' });
  });
});

test('.env.example shows every variable, and nothing that is none', () => {
  const example = readFileSync('.env.example', 'utf8');
  const shown = [...example.matchAll(/^# ?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(shown)).toEqual(new Set(Object.keys(environment.shape)));
});
