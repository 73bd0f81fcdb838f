import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IdentityUnavailable } from '../../../src/access/identityUnavailable.ts';
import { Unauthenticated } from '../../../src/access/unauthenticated.ts';
import type { Viewer } from '../../../src/access/viewer.ts';
import { createAuthenticator } from '../../../src/server/authentication.ts';
import {
  AUDIENCE,
  generateKey,
  ISSUER,
  type KeyServer,
  sign,
  type SigningKey,
  startKeyServer,
} from './startKeyServer.ts';

const MINUTE = 60_000;

let server: KeyServer;
let old: SigningKey;
let next: SigningKey;
let authenticate: (token: string) => Promise<Viewer>;

beforeEach(async () => {
  // The clock alone is ours: connections and their time-outs are real.
  vi.useFakeTimers({ toFake: ['Date'] });
  [old, next] = await Promise.all([generateKey('old', 'ES256'), generateKey('next', 'ES256')]);
  server = await startKeyServer([old]);
  const authenticator = createAuthenticator({
    mode: 'tokens',
    jwksUrl: server.url,
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
  });
  authenticate = async (token) => authenticator.authenticate({ authorization: `Bearer ${token}` });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const pass = (milliseconds: number): unknown => vi.setSystemTime(Date.now() + milliseconds);

describe('the issuer’s keys', () => {
  test('are asked for once, however many tokens come', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, async () => sign(old)));
    await Promise.all(tokens.map(async (token) => authenticate(token)));
    await Promise.all(tokens.map(async (token) => authenticate(token)));
    expect(server.asked).toBe(1);
  });

  test('are not asked for again because of key ids that nobody knows', async () => {
    await authenticate(await sign(old));
    const flood = async (): Promise<void> => {
      for (let i = 0; i < 30; i += 1) {
        const forged = await sign({ ...old, kid: `forged-${i}` });
        await expect(authenticate(forged)).rejects.toThrow(Unauthenticated);
      }
    };
    await flood();
    expect(server.asked).toBe(1);
    pass(31_000);
    await flood();
    expect(server.asked).toBe(2);
  });

  test('may be replaced: the new one is found, the old one is forgotten', async () => {
    await authenticate(await sign(old));
    server.keys = [old, next];
    pass(31_000);
    await expect(authenticate(await sign(next))).resolves.toMatchObject({ subject: 'user-1' });
    await expect(authenticate(await sign(old))).resolves.toMatchObject({ subject: 'user-1' });
    server.keys = [next];
    pass(11 * MINUTE);
    const tokenOfOld = await sign(old);
    await vi.waitFor(async () => expect(authenticate(tokenOfOld)).rejects.toThrow(Unauthenticated), {
      timeout: 20_000,
    });
    await expect(authenticate(await sign(next))).resolves.toMatchObject({ subject: 'user-1' });
    expect(server.asked).toBe(3);
  });

  test('that cannot be had are no fault of the token, and nobody hammers on the door', async () => {
    server.fault = (response) => response.writeHead(500).end();
    const token = await sign(old);
    for (let i = 0; i < 20; i += 1) await expect(authenticate(token)).rejects.toThrow(IdentityUnavailable);
    expect(server.asked).toBe(1);
    server.fault = null;
    pass(2100);
    await expect(authenticate(token)).resolves.toMatchObject({ subject: 'user-1' });
  });

  test.each([
    ['that are a page', (): void => answer(200, '<html>')],
    ['that are no key set', (): void => answer(200, '{"keys":[1]}')],
    ['that are somewhere else', (): void => answer(302, '', { location: 'http://127.0.0.1:1/' })],
    ['whose server hangs up', hangUp],
  ])('%s cannot be had', async (_, fail) => {
    fail();
    const token = await sign(old);
    for (let i = 0; i < 5; i += 1) await expect(authenticate(token)).rejects.toThrow(IdentityUnavailable);
    expect(server.asked).toBe(1);
  });

  test('serve on for an hour while their server is away, and no longer', async () => {
    await authenticate(await sign(old));
    hangUp();
    for (let i = 0; i < 5; i += 1) {
      pass(11 * MINUTE);
      await expect(authenticate(await sign(old))).resolves.toMatchObject({ subject: 'user-1' });
      // A token of a key that is new meanwhile may be good: nobody can tell.
      await expect(authenticate(await sign(next))).rejects.toThrow(IdentityUnavailable);
    }
    pass(6 * MINUTE);
    await expect(authenticate(await sign(old))).rejects.toThrow(IdentityUnavailable);
  });
});

function answer(status: number, body: string, headers: Record<string, string> = {}): void {
  server.fault = (response) => response.writeHead(status, headers).end(body);
}

function hangUp(): void {
  server.fault = (response) => response.destroy();
}
