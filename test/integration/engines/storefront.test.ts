import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SCOPES, type Viewer } from '../../../src/access/viewer.ts';
import { configureEngine } from '../../../src/engines/configureEngine.ts';
import type { EngineStore } from '../../../src/engines/engineStore.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { AUTH_TOKEN, type PlumEngineEmulator, startPlumEngine } from '../../emulators/plum/startPlumEngine.ts';
import { CLIENT_SECRET, type PlumStoresEmulator, startPlumStores } from '../../emulators/plum/startPlumStores.ts';
import { type Graph, MILES, OPERATOR, STARS, startGraph } from '../graphql/support/startGraph.ts';
import { CONFIGURE, configure, type Configured, squareEngine } from './support/engineGraph.ts';

let graph: Graph;
let plum: PlumEngineEmulator;
let stores: PlumStoresEmulator;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(async () => graph.close());
beforeEach(async () => {
  [plum, stores] = await Promise.all([startPlumEngine(), startPlumStores()]);
  plum.books.open('jane', '1000');
  plum.profiles.set('jane', { email: 'jane@example.com', phone: '+1-5550100' });
});
afterEach(async () => {
  // Neither a way in nor what one is got with is ever logged, or stored in clear.
  const rows = await graph.database.prisma.$queryRaw`
    SELECT (SELECT coalesce(json_agg(e), '[]') FROM engine e)::text || (SELECT coalesce(json_agg(s), '[]') FROM engine_secret s)::text AS all`;
  const kept = JSON.stringify(rows) + graph.takeLog().join('');
  expect(kept).not.toMatch(/eyJ|redirect\/stores|access-\d|refresh-\d|client-secret/);
  expect(kept).not.toContain(AUTH_TOKEN);
  await Promise.all([plum.emulator.close(), stores.emulator.close()]);
});

const secretsOf = (refreshToken: string) => ({ authToken: AUTH_TOKEN, clientSecret: CLIENT_SECRET, refreshToken });
function plumEngine(settings: object = {}, refreshToken = 'refresh-0') {
  const { url } = stores.emulator;
  const storefront = { storesUrl: url, accountsUrl: url, clientId: 'client' };
  const given = { baseUrl: plum.emulator.url, storefront, ...settings };
  return { kind: 'plum', settings: given, secrets: secretsOf(refreshToken) };
}

interface Session {
  readonly __typename: string;
  readonly session?: { readonly url: string; readonly expiresAt: string };
  readonly message?: string;
  readonly retryAfterSeconds?: number;
}
const SESSION = `mutation ($input: StorefrontSessionInput!) { storefrontSession(input: $input) {
  __typename
  ... on StorefrontSessionSuccess { session { url expiresAt } }
  ... on LoyaltyEngineUnavailable { retryAfterSeconds }
  ... on PointsError { message }
} }`;
async function entered(memberId = 'jane', viewer: Partial<Viewer> = {}, programId = STARS) {
  return graph.ask<{ storefrontSession: Session }>(SESSION, { viewer, variables: { input: { memberId, programId } } });
}
async function session(...asked: Parameters<typeof entered>): Promise<Session | undefined> {
  const { data, errors } = await entered(...asked);
  expect(errors).toEqual([]);
  return data?.storefrontSession;
}

test('a member is brought to the storefront as whom the loyalty system knows them', async () => {
  await configure(graph, STARS, plumEngine());
  const jane = { memberId: 'jane', scopes: new Set(['points:redeem'] as const), programs: new Set([STARS]) };
  expect(await session('jane', jane)).toEqual({
    __typename: 'StorefrontSessionSuccess',
    session: {
      url: `${stores.emulator.url}/chef/v1/oauth/redirect/stores/eyJ.a%2Fb`,
      expiresAt: expect.any(String),
    },
  });
  expect(stores.emulator.calls.at(-1)?.call.body).toEqual({
    user_input: 'jane@example.com',
    tpd: {
      auth_token: AUTH_TOKEN,
      unique_id: 'jane',
      email: { default_value: 'jane@example.com', editable: false, hidden: false },
      phone: { default_value: '5550100', phone_code: '+1', editable: false, hidden: false },
      otp: 'none',
    },
  });
  // A service does it for whom it likes, and the token is good for the next one.
  expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
  expect(stores.emulator.calls.map(({ operation }) => operation)).toEqual(['token', 'session', 'session']);
});

test('a renewed refresh token is kept for whoever configures or opens the engine next', async () => {
  await configure(graph, STARS, plumEngine());
  expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
  // Without secrets: the engine is opened anew with those that are kept, and not with what was given at first.
  await configure(graph, STARS, { kind: 'plum', settings: plumEngine({ pointsAs: 'text' }).settings });
  expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
  expect(stores.alive.refresh).toBe('refresh-2');
});

test('a token that was renewed while the engine was configured anew is not overwritten', async () => {
  await configure(graph, STARS, plumEngine());
  const { configuration } = graph.engines;
  let isRenewed = false;
  const store: EngineStore = {
    ...configuration.store,
    async newest() {
      const read = await configuration.store.newest();
      if (!isRenewed) expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
      isRenewed = true;
      return read;
    },
  };
  const { settings, kind } = plumEngine({ pointsAs: 'text' });
  const context = { ...configuration, programs: graph.services.programs, store };
  expect((await configureEngine(context, OPERATOR, { programId: STARS, kind, settings })).ok).toBe(true);
  expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
  expect(stores.alive.refresh).toBe('refresh-2');
});

test('where there is no way in, the refusal says why', async () => {
  expect((await session('jane', {}, MILES))?.__typename).toBe('EngineNotFound');
  await configure(graph, MILES, squareEngine('http://127.0.0.1:1'));
  expect((await session('jane', {}, MILES))?.__typename).toBe('StorefrontNotFound');
  await configure(graph, STARS, plumEngine({ storefront: undefined }));
  expect((await session())?.__typename).toBe('StorefrontNotConfigured');
  await configure(graph, STARS, plumEngine());
  expect((await session('nobody'))?.__typename).toBe('PointsAccountNotFound');
  await configure(graph, STARS, { ...plumEngine(), mapping: { kind: 'TABLE' } });
  expect((await session())?.__typename).toBe('PointsAccountNotFound');
  await configure(graph, STARS, { ...plumEngine(), mapping: { kind: 'SAME_ID' } });
  plum.profiles.clear();
  expect((await session())?.__typename).toBe('StorefrontRefused');
  plum.suspended.add('jane');
  expect((await session())?.__typename).toBe('StorefrontRefused');
  expect(stores.emulator.calls).toEqual([]);
});

test('whom a token does not reach is not let in, and nobody is asked about them', async () => {
  await configure(graph, STARS, plumEngine());
  for (const viewer of [{ memberId: 'john' }, { programs: new Set([MILES]) }]) {
    expect((await session('jane', viewer))?.__typename).toBe('PointsAccountNotFound');
  }
  const scopes = new Set(SCOPES.filter((scope) => scope !== 'points:redeem'));
  expect((await entered('jane', { scopes })).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  expect((await entered('a\nb')).errors[0]?.extensions['field']).toBe('input.memberId');
  expect([...plum.emulator.calls, ...stores.emulator.calls]).toEqual([]);
});

test('an account that is frozen here has no way around it', async () => {
  await configure(graph, STARS, plumEngine());
  const { id, bucket } = accountRef(STARS, 'frozen');
  const nothing = { balance: 0n, held: 0n, lots: [], seq: 0n };
  const days = { nextExpiry: 2_147_483_647, openedAt: new Date(), changedAt: new Date() };
  await graph.database.prisma.account.create({
    data: { ...nothing, ...days, id, bucket, programId: STARS, memberId: 'frozen', status: 'FROZEN' },
  });
  expect((await session('frozen'))?.__typename).toBe('PointsAccountNotActive');
  expect(plum.emulator.calls).toEqual([]);
});

test('a profile of somebody else, and a silent host, are tried again and let nobody in', async () => {
  await configure(graph, STARS, plumEngine());
  plum.isConfused = true;
  expect(await session()).toMatchObject({ __typename: 'LoyaltyEngineUnavailable', retryAfterSeconds: 5 });
  expect(stores.emulator.calls).toEqual([]);
  plum.isConfused = false;
  plum.suspended.add('jane');
  await configure(graph, STARS, plumEngine({ unsureCodes: ['SUSPENDED'] }));
  expect(await session()).toMatchObject({ __typename: 'LoyaltyEngineUnavailable' });
  plum.suspended.clear();
  for (const fault of ['htmlBadGateway', 'wrongJson', 'lostAfter'] as const) {
    stores.emulator.faults.next('session', fault);
    expect(await session()).toMatchObject({ __typename: 'LoyaltyEngineUnavailable' });
  }
  expect((await session())?.__typename).toBe('StorefrontSessionSuccess');
});

test('a storefront is at addresses that may be called, and secrets follow to no other one', async () => {
  const refused = async (settings: object, secrets?: object) => {
    const input = { programId: STARS, kind: 'plum', settings, ...(secrets && { secrets }) };
    const { data } = await graph.ask<Configured>(CONFIGURE, { variables: { input } });
    return data?.configureEngine.problems?.map(({ path, message }) => `${path}: ${message}`);
  };
  const { settings, secrets } = plumEngine();
  const elsewhere = (key: string, url: string) => ({ ...settings, storefront: { ...settings.storefront, [key]: url } });
  expect(await refused(elsewhere('storesUrl', 'https://10.0.0.8'), secrets)).toEqual([
    'settings.storefront.storesUrl: It leads to a private address, which nobody opened for this program.',
  ]);
  await configure(graph, STARS, plumEngine());
  for (const key of ['storesUrl', 'accountsUrl']) {
    expect(await refused(elsewhere(key, 'https://attacker.example'))).toEqual([
      `secrets: They must be given again: those that are kept are for storefront.${key} before.`,
    ]);
  }
});

interface Checked {
  readonly checkEngine: { readonly steps: readonly { readonly name: string; readonly ok: boolean }[] };
}
test('a check says whether the storefront can be entered', async () => {
  const check = `mutation { checkEngine(input: { programId: "${STARS}" }) { ... on CheckEngineSuccess { steps { name ok } } } }`;
  const steps = async (engine: object) => {
    await configure(graph, STARS, engine);
    const { data } = await graph.ask<Checked>(check);
    return data?.checkEngine.steps.filter(({ name }) => name === 'storefront');
  };
  expect(await steps(plumEngine())).toEqual([{ name: 'storefront', ok: true }]);
  expect(await steps(plumEngine({}, 'a-wrong-one'))).toEqual([{ name: 'storefront', ok: false }]);
  expect(await steps({ ...plumEngine(), secrets: { authToken: AUTH_TOKEN } })).toEqual([
    { name: 'storefront', ok: false },
  ]);
  expect(await steps(plumEngine({ storefront: undefined }))).toEqual([]);
});
