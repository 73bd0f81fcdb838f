import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import type { EngineHttp } from '../../src/connectors/http/engineHttp.ts';
import { createPlumTokens } from '../../src/connectors/plum/createPlumTokens.ts';
import {
  createStorefrontSessions,
  type StorefrontSessions,
} from '../../src/connectors/plum/createStorefrontSessions.ts';
import { type Emulator, startEmulator } from '../emulators/kit/startEmulator.ts';
import { soon } from './contract/given.ts';

const VISITOR = {
  memberId: '736517181',
  email: 'john@example.com',
  phone: { number: '5550100', code: '+1' },
  authToken: 'secret-of-this-session',
};
const NOW = Date.parse('2026-03-01T12:00:00Z');

let emulator: Emulator;
let http: EngineHttp;
/** What is stored at Plum and at ours. */
let alive: { refresh: string; access: string };
let stored: string[];
let storing: () => Promise<void>;

beforeEach(async () => {
  alive = { refresh: 'refresh-0', access: 'access-0' };
  stored = ['refresh-0'];
  storing = async () => {};
  let count = 0;
  emulator = await startEmulator({
    operationOf: ({ path }) => (path.includes('/token/') ? 'token' : 'session'),
    handle: ({ path, body, headers }) => {
      const said = body as Record<string, unknown>;
      if (path === '/chef/v1/oauth/token/company') {
        // The strictest reading of the documentation: the old refresh token dies at once.
        const isGood = said['refresh_token'] === alive.refresh && said['client_secret'] === 'client-secret';
        if (!isGood) return { status: 400, body: { error: 'invalid_grant', error_description: 'client-secret' } };
        count += 1;
        alive = { refresh: `refresh-${count}`, access: `access-${count}` };
        const tokens = { access_token: alive.access, refresh_token: alive.refresh };
        return { status: 200, body: { ...tokens, token_type: 'bearer', expires_in: 1_296_000 } };
      }
      if (headers['authorization'] !== `Bearer ${alive.access}`)
        return { status: 401, body: { error: 'invalid_token' } };
      return { status: 200, body: { data: { ssoToken: 'eyJ.a/b' } } };
    },
  });
  http = createEngineHttp({ baseUrl: emulator.url, name: 'Plum', allowPrivateAddresses: ['127.0.0.1'] });
});

afterEach(async () => {
  await http.close();
  await emulator.close();
});

function sessions(clientSecret = 'client-secret'): StorefrontSessions {
  const tokens = createPlumTokens({
    http,
    clientId: 'client',
    clientSecret,
    readRefreshToken: async () => stored.at(-1) ?? '',
    saveRefreshToken: async (token) => {
      await storing();
      stored.push(token);
    },
  });
  return createStorefrontSessions(http, 'https://stores.example/', tokens, () => NOW);
}

const done = {
  status: 'done',
  value: {
    url: 'https://stores.example/chef/v1/oauth/redirect/stores/eyJ.a%2Fb',
    expiresAt: new Date('2026-03-15T12:00:00Z'),
  },
};

it('brings a member to the storefront, known by their id and their session', async () => {
  expect(await sessions().create(VISITOR, soon())).toEqual(done);
  expect(emulator.calls.at(-1)?.call.body).toMatchObject({
    user_input: 'john@example.com',
    tpd: { auth_token: 'secret-of-this-session', unique_id: '736517181', otp: 'none' },
  });
});

it('asks for one token, however many members come at once', async () => {
  const store = sessions();
  await Promise.all(Array.from({ length: 10 }, async () => store.create(VISITOR, soon())));
  expect(emulator.calls.filter(({ operation }) => operation === 'token')).toHaveLength(1);
});

it('stores the new refresh token before the access token is used', async () => {
  const order: string[] = [];
  storing = async () => {
    order.push(`stored after ${emulator.calls.length} call`);
  };
  await sessions().create(VISITOR, soon());
  expect(order).toEqual(['stored after 1 call']);
  expect(stored).toEqual(['refresh-0', 'refresh-1']);
});

it('uses no token that could not be stored, and does not lose it either', async () => {
  const store = sessions();
  storing = async () => {
    throw new Error('The disk is full.');
  };
  expect((await store.create(VISITOR, soon())).status).toBe('notSent');
  expect(emulator.calls).toHaveLength(1);
  storing = async () => {};
  expect(await store.create(VISITOR, soon())).toEqual(done);
  expect(stored).toEqual(['refresh-0', 'refresh-1', 'refresh-2']);
});

it('renews a token that Plum does not accept any more, once', async () => {
  const store = sessions();
  await store.create(VISITOR, soon());
  alive = { ...alive, access: 'revoked' };
  expect(await store.create(VISITOR, soon())).toEqual(done);
  emulator.faults.always('session', 'unauthorized');
  expect((await store.create(VISITOR, soon())).status).toBe('notSent');
});

it('tells no secret where it fails', async () => {
  const outcome = await sessions('wrong-client-secret').create(VISITOR, soon());
  expect(outcome.status).toBe('notSent');
  expect(JSON.stringify(outcome)).not.toMatch(/secret|refresh-|access-/);
});
