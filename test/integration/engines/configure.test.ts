import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEngineServices } from '../../../src/engines/engineServices.ts';
import { SCOPES } from '../../../src/access/viewer.ts';
import {
  SIGNING_SECRET,
  type SignedEngineEmulator,
  startSignedEngine,
} from '../../emulators/signedWebhook/startSignedEngine.ts';
import { ACCESS_TOKEN } from '../../emulators/square/startSquareEmulator.ts';
import { type Graph, MILES, STARS, startGraph } from '../graphql/support/startGraph.ts';
import { balances, CONFIGURE, configure, type Configured, signedEngine, squareEngine } from './support/engineGraph.ts';

let graph: Graph;
let signed: SignedEngineEmulator;
beforeAll(async () => {
  [graph, signed] = await Promise.all([startGraph(), startSignedEngine()]);
});
afterAll(async () => {
  await signed.emulator.close();
  await graph.close();
});
beforeEach(() => {
  signed.emulator.faults.calm();
});
afterEach(async () => {
  // What was logged and stored in the test before never has a secret in it.
  const rows = await graph.database.prisma.$queryRaw`
    SELECT (SELECT coalesce(json_agg(e), '[]') FROM engine e)::text || (SELECT coalesce(json_agg(s), '[]') FROM engine_secret s)::text AS all`;
  const kept = JSON.stringify(rows) + graph.takeLog().join('');
  for (const secret of [SIGNING_SECRET, SIGNING_SECRET.slice(6), ACCESS_TOKEN]) expect(kept).not.toContain(secret);
});

async function tried(input: object) {
  const { data, errors } = await graph.ask<Configured>(CONFIGURE, { variables: { input } });
  expect(errors).toEqual([]);
  return data?.configureEngine ?? { __typename: 'none' };
}

test('an engine is configured, shown without its secrets, changed by version, and removed', async () => {
  const made = await tried({ programId: MILES, expectedVersion: 0, ...signedEngine(signed.emulator.url) });
  expect(made).toMatchObject({
    __typename: 'ConfigureEngineSuccess',
    engine: {
      kind: 'signed-webhook',
      version: 1,
      settings: { baseUrl: signed.emulator.url },
      mapping: { kind: 'SAME_ID', template: null },
      acceptsUncertainty: false,
      canRedeem: true,
      changedBy: 'operator',
    },
  });
  expect(JSON.stringify(made)).not.toContain(SIGNING_SECRET);

  // Without secrets: those that are kept go on.
  const settings = { baseUrl: signed.emulator.url, reversals: 'none' };
  const changed = await tried({ programId: MILES, expectedVersion: 1, kind: 'signed-webhook', settings });
  expect(changed.engine).toMatchObject({ version: 2, settings });
  expect(changed.engine?.['capabilities']).toContainEqual({
    name: 'Reversal',
    words: 'Nothing can be given back through the engine.',
  });
  signed.books.open('ann', '3');
  const { data } = await balances(graph, MILES, ['ann']);
  expect(data?._entities[0]?.pointsAccount.balance).toMatchObject({ available: 3 });

  expect(await tried({ programId: MILES, expectedVersion: 1, ...signedEngine(signed.emulator.url) })).toMatchObject({
    __typename: 'EngineConflict',
    currentVersion: 2,
  });

  const remove = `mutation { removeEngine(input: { programId: "${MILES}", expectedVersion: 2 }) {
    __typename ... on RemoveEngineSuccess { program { id engine { version } } } ... on PointsError { message } } }`;
  expect((await graph.ask(remove)).data).toEqual({
    removeEngine: { __typename: 'RemoveEngineSuccess', program: { id: MILES, engine: null } },
  });
  expect((await graph.ask(remove)).data).toMatchObject({ removeEngine: { __typename: 'EngineNotFound' } });
  expect(await graph.database.prisma.engineSecret.findUnique({ where: { programId: MILES } })).toMatchObject({
    sealed: null,
  });
  // Of nobody's engine any more: our ledger has no account of hers.
  expect((await balances(graph, MILES, ['ann'])).data?._entities).toEqual([{ pointsAccount: null }]);
});

test('kept secrets follow to no other address and to no other kind', async () => {
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  const moved = { programId: STARS, kind: 'signed-webhook', settings: { baseUrl: 'https://attacker.example' } };
  expect(await tried(moved)).toMatchObject({
    __typename: 'InvalidEngineSettings',
    problems: [
      {
        path: 'secrets',
        message: 'They must be given again: those that are kept are for the base URL before.',
      },
    ],
  });
  expect(await tried({ programId: STARS, kind: 'square', settings: {} })).toMatchObject({
    problems: [{ path: 'secrets', message: 'They must be given with a new engine.' }],
  });
});

test('while a redemption through it is not settled, an engine is neither removed nor replaced by another one', async () => {
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  const { prisma } = graph.database;
  await prisma.$executeRaw`
    INSERT INTO engine_redemption (id, program_id, bucket, account_id, member_id, engine_kind, engine_version,
                                   engine_member, points, fingerprint)
    VALUES (gen_random_uuid(), ${STARS}, 0, gen_random_uuid(), 'jane', 'signed-webhook', 1, 'jane', 5, '')`;
  const remove = `mutation { removeEngine(input: { programId: "${STARS}" }) {
    __typename ... on EngineBusy { pending } } }`;
  const busy = { __typename: 'EngineBusy', pending: 1 };
  expect((await graph.ask(remove)).data).toEqual({ removeEngine: busy });
  expect(await tried({ programId: STARS, ...squareEngine(signed.emulator.url) })).toMatchObject({
    __typename: 'EngineBusy',
  });
  // What is only said otherwise of the same engine may change.
  await configure(graph, STARS, signedEngine(signed.emulator.url, { history: false }));
  await prisma.$executeRaw`UPDATE engine_redemption SET state = 'VOIDED', settled_at = now(), decline_reason = 'REFUSED'`;
  await configure(graph, STARS, squareEngine(signed.emulator.url));
  expect((await graph.ask(remove)).data).toEqual({ removeEngine: { __typename: 'RemoveEngineSuccess' } });
});

test('secrets are replaced, and the old ones are not kept', async () => {
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  const before = await graph.database.prisma.engineSecret.findUnique({ where: { programId: STARS } });
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  await configure(graph, STARS, { ...signedEngine(signed.emulator.url), secrets: { signingSecret: other } });
  const after = await graph.database.prisma.engineSecret.findMany({ where: { programId: STARS } });
  expect(after).toHaveLength(1);
  expect(after[0]?.sealed).not.toBe(before?.sealed);
  // The engine still has the one before.
  const check = await checked(STARS);
  expect(check?.ok).toBe(false);
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  expect((await checked(STARS))?.ok).toBe(true);
});

test('what is wrong is told by path and in words, and no value is repeated', async () => {
  const wrong = await tried({
    programId: STARS,
    kind: 'square',
    settings: { baseUrl: 'https://127.0.0.2', programId: 7, colour: 'red' },
    secrets: { accessToken: '', password: 'hunter2' },
    mapping: { kind: 'TEMPLATE', template: 'emp-{id}' },
  });
  expect(wrong.problems?.map(({ path }) => path).toSorted()).toEqual([
    'mapping.template',
    'secrets.accessToken',
    'secrets.password',
    'settings.colour',
    'settings.programId',
  ]);
  expect(JSON.stringify(wrong)).not.toContain('hunter2');
  expect(await tried({ programId: STARS, kind: 'talon-one', settings: {}, secrets: {} })).toMatchObject({
    problems: expect.arrayContaining([
      {
        path: 'settings.baseUrl',
        message: 'It is missing. It is: The address of your Campaign Manager: https://mycompany.europe-west1.talon.one',
      },
    ]),
  });
  expect(await tried({ programId: STARS, kind: 'abacus', settings: {} })).toMatchObject({
    problems: [
      {
        path: 'kind',
        message:
          'There is no such kind of engine. There are loyalife, plum, signed-webhook, square, talon-one, voucherify.',
      },
    ],
  });
});

test.each([
  ['https://10.0.0.8', 'It leads to a private address, which nobody opened for this program.'],
  ['https://[::1]', 'It leads to a private address, which nobody opened for this program.'],
  ['https://169.254.169.254/latest', 'It leads to a private address, which nobody opened for this program.'],
  ['http://8.8.8.8', 'It must start with https.'],
  ['https://8.8.8.8:22', 'Its port must be 443 or 8443.'],
  ['ftp://engine.example', 'It must be an URL that starts with https.'],
  ['https://user:word@engine.example', 'It must not carry a user name or a password.'],
])('the address %s is not called', async (baseUrl, message) => {
  expect(await tried({ programId: STARS, ...signedEngine(baseUrl) })).toMatchObject({
    __typename: 'InvalidEngineSettings',
    problems: [{ path: 'settings.baseUrl', message }],
  });
});

test.each([
  [{ programId: MILES, kind: 'square', settings: {}, secrets: 'sk-very-secret' }],
  [{ programId: MILES, settings: {}, secrets: { accessToken: 'sk-very-secret' } }],
])('an input that is none repeats no secret', async (input) => {
  const { data, errors } = await graph.ask(CONFIGURE, { variables: { input } });
  expect(data).toBeUndefined();
  expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  expect(JSON.stringify(errors) + graph.takeLog().join('')).not.toContain('sk-very-secret');
});

test('engines are for operators of the program alone, whatever the input', async () => {
  const input = { programId: STARS, ...squareEngine('https://8.8.8.8') };
  const answers = [
    { viewer: { scopes: new Set(SCOPES.filter((scope) => scope !== 'points:admin')) } },
    { viewer: { memberId: 'jane' } },
  ].map(async (options) => graph.ask(CONFIGURE, { ...options, variables: { input } }));
  for (const { errors } of await Promise.all(answers)) expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
  const elsewhere = await graph.ask<Configured>(CONFIGURE, {
    viewer: { programs: new Set([MILES]) },
    variables: { input },
  });
  expect(elsewhere.data?.configureEngine.__typename).toBe('ProgramNotFound');
  const asked = await graph.ask(`{ program(id: "${STARS}") { engine { version } } engineKinds { kind } }`, {
    viewer: { memberId: 'jane' },
  });
  expect(asked.data).toEqual({ program: { engine: null }, engineKinds: null });
  expect(asked.errors).toHaveLength(2);
});

interface JsonSchema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}

test('the kinds tell what is set for them, with words', async () => {
  const { data } = await graph.ask<{
    engineKinds: { kind: string; settingsSchema: JsonSchema; secretsSchema: JsonSchema }[];
  }>('{ engineKinds { kind name settingsSchema secretsSchema } }');
  const square = data?.engineKinds.find(({ kind }) => kind === 'square');
  expect(square?.settingsSchema.properties['locationId']?.description).toContain('location');
  expect(square?.secretsSchema).toMatchObject({ required: ['accessToken'], additionalProperties: false });
});

interface Check {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly ok: boolean; readonly words: string }[];
}
async function checked(programId: string, memberId: string | null = null): Promise<Check | undefined> {
  const { data, errors } = await graph.ask<{ checkEngine: Check }>(
    `mutation ($input: CheckEngineInput!) { checkEngine(input: $input) {
      ... on CheckEngineSuccess { ok steps { name ok words } } ... on PointsError { message } } }`,
    { variables: { input: { programId, memberId } } },
  );
  expect(errors).toEqual([]);
  return data?.checkEngine;
}

test('a check says in words what is wrong: the secret, the host, the member', async () => {
  signed.books.open('emp-jane', '4');
  await configure(graph, STARS, {
    ...signedEngine(signed.emulator.url),
    mapping: { kind: 'TEMPLATE', template: 'emp-{memberId}' },
  });
  expect((await checked(STARS, 'jane'))?.steps.at(-1)).toEqual({
    name: 'Member',
    ok: true,
    words: 'The member is emp-jane in the engine and has 4 points there.',
  });
  expect((await checked(STARS, 'john'))?.steps.at(-1)).toMatchObject({
    ok: false,
    words: 'The engine knows no member emp-john: look at how members are mapped.',
  });
  await configure(graph, STARS, signedEngine('http://127.0.0.1:1'));
  const unreachable = await checked(STARS);
  expect(unreachable?.ok).toBe(false);
  expect(unreachable?.steps.find(({ ok }) => !ok)?.words).toMatch(/\w+/);
});

test('another process sees a change, and keys that are gone are told and not guessed', async () => {
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  const { store, members } = graph.engines.configuration;
  const lastBalances = { ...graph.engines.accounts, find: async () => [null], save: async () => {} };
  const others = createEngineServices({
    books: { store, members, lastBalances },
    sealer: null,
    opened: ['127.0.0.1'],
  });
  const engine = await others.engines.find(STARS);
  const steps = await engine?.connector.check(AbortSignal.timeout(1000));
  expect(steps).toEqual([
    { name: 'Configuration', ok: false, words: 'ENCRYPTION_KEYS is not set, so that the secrets cannot be read.' },
  ]);
  await configure(graph, STARS, { ...signedEngine(signed.emulator.url), acceptsUncertainty: true });
  await others.engines.refresh();
  expect(await others.engines.find(STARS)).toMatchObject({ acceptsUncertainty: true });
  await others.close();
});

const IMPORT = `mutation ($input: ImportEngineMembersInput!) { importEngineMembers(input: $input) {
  __typename ... on ImportEngineMembersSuccess { saved takenAway }
  ... on EngineMembersShared { shared { engineMemberId memberIds } } } }`;
async function imported(pairs: Readonly<Record<string, string | null>>) {
  const members = Object.entries(pairs).map(([memberId, engineMemberId]) => ({ memberId, engineMemberId }));
  const { data, errors } = await graph.ask<{ importEngineMembers: object }>(IMPORT, {
    variables: { input: { programId: STARS, members } },
  });
  expect(errors).toEqual([]);
  return data?.importEngineMembers;
}

test('members are mapped by a table, whose pairs are added, exchanged and taken away, all or none', async () => {
  signed.books.open('e-1', '1');
  signed.books.open('e-2', '2');
  await configure(graph, STARS, { ...signedEngine(signed.emulator.url), mapping: { kind: 'TABLE' } });
  const read = async () => {
    const { data, errors } = await balances(graph, STARS, ['jane', 'john']);
    expect(errors).toEqual([]);
    return data?._entities.map(({ pointsAccount }) => pointsAccount.balance?.available);
  };
  expect(await read()).toEqual([undefined, undefined]);
  expect(await imported({ jane: 'e-1', john: 'e-2' })).toMatchObject({ saved: 2, takenAway: 0 });
  expect(await read()).toEqual([1, 2]);
  expect(await imported({ jane: 'e-2', john: 'e-1' })).toMatchObject({ saved: 2 });
  expect(await read()).toEqual([2, 1]);
  expect(await imported({ ann: 'e-9', jim: 'e-1' })).toEqual({
    __typename: 'EngineMembersShared',
    shared: [{ engineMemberId: 'e-1', memberIds: ['jim', 'john'] }],
  });
  expect(await graph.database.prisma.engineMember.count({ where: { programId: STARS } })).toBe(2);
  expect(await imported({ john: null, jim: 'e-1' })).toMatchObject({ saved: 1, takenAway: 1 });
  expect(await read()).toEqual([2, undefined]);
});

test('ten thousand pairs are one import, and one more is too many', async () => {
  const pairs = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`mm-${index}`, `ee-${index}`]));
  const { errors } = await graph.ask(IMPORT, {
    variables: {
      input: {
        programId: MILES,
        members: Object.entries(pairs).map(([memberId, engineMemberId]) => ({ memberId, engineMemberId })),
      },
    },
  });
  expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'input.members' });
  delete pairs['mm-10000'];
  expect(await imported(pairs)).toMatchObject({ saved: 10_000 });
  expect(await imported({ 'mm-7': 'ee-8' })).toMatchObject({ __typename: 'EngineMembersShared' });
});
