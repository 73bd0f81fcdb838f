import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import type { EngineHttp } from '../../src/connectors/http/engineHttp.ts';
import { createPlumTokens } from '../../src/connectors/plum/createPlumTokens.ts';
import {
  createStorefrontSessions,
  type StorefrontSessions,
} from '../../src/connectors/plum/createStorefrontSessions.ts';
import type { Emulator } from '../emulators/kit/startEmulator.ts';
import { type PlumStoresEmulator, startPlumStores } from '../emulators/plum/startPlumStores.ts';
import { soon } from './contract/given.ts';

const VISITOR = {
  memberId: '736517181',
  email: 'john@example.com',
  phone: { number: '5550100', code: '+1' },
  authToken: 'secret-of-this-session',
};
const NOW = Date.parse('2026-03-01T12:00:00Z');

let stores: PlumStoresEmulator;
let emulator: Emulator;
let http: EngineHttp;
/** What is stored at ours. */
let stored: string[];
let storing: () => Promise<void>;
/** Happens after a read. */
let reading: () => void;

beforeEach(async () => {
  stored = ['refresh-0'];
  storing = async () => {};
  reading = () => {};
  stores = await startPlumStores();
  ({ emulator } = stores);
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
    readRefreshToken: async () => {
      const token = stored.at(-1) ?? '';
      reading();
      return token;
    },
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
  stores.alive = { ...stores.alive, access: 'revoked' };
  expect(await store.create(VISITOR, soon())).toEqual(done);
  emulator.faults.always('session', 'unauthorized');
  expect((await store.create(VISITOR, soon())).status).toBe('notSent');
});

it('takes the token that another process stored while it was refused itself', async () => {
  stores.alive = { ...stores.alive, refresh: 'refresh-of-another' };
  reading = () => {
    stored.push('refresh-of-another');
    reading = () => {};
  };
  expect(await sessions().create(VISITOR, soon())).toEqual(done);
  expect(stored).toEqual(['refresh-0', 'refresh-of-another', 'refresh-1']);
});

it('tells no secret where it fails', async () => {
  const outcome = await sessions('wrong-client-secret').create(VISITOR, soon());
  expect(outcome.status).toBe('notSent');
  expect(JSON.stringify(outcome)).not.toMatch(/secret|refresh-|access-/);
});
