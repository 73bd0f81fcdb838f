import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { givePoints } from './support/given.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const ada = accountRef(STARS, 'ada');

let graph: Graph;
let earned: string;
let redeemed: string;
beforeAll(async () => {
  graph = await startGraph();
  earned = await givePoints(graph, 'ada', 1000n);
  await givePoints(graph, 'ada', 5n, { program: MILES });
  const { data } = await graph.ask<{ redeemPoints: { redemption: { id: string } } }>(
    `mutation { redeemPoints(input: { idempotencyKey: "k", memberId: "ada", points: 10 }) {
      ... on RedeemPointsSuccess { redemption { id } }
    } }`,
  );
  redeemed = data?.redeemPoints.redemption.id ?? '';
});
afterAll(async () => {
  await graph.close();
});

const everything = (): string => `
  query ($representations: [_Any!]!) {
    pointsAccount(id: "${ada.id}") { id }
    redemption(id: "${redeemed}") { id }
    earning(id: "${earned}") { id }
    program(id: "${STARS}") { id }
    programs { id }
    _entities(representations: $representations) {
      __typename
      ... on Member { pointsAccount { id } miles: pointsAccount(programId: "${MILES}") { id } pointsAccounts { programId } }
    }
  }`;
const representations = () => [
  { __typename: 'Member', id: 'ada' },
  { __typename: 'PointsAccount', id: ada.id },
  { __typename: 'PointsAccount', member: { id: 'ada' }, programId: STARS },
  { __typename: 'LedgerEntry', id: `${ada.id}.1` },
  { __typename: 'Redemption', id: redeemed },
  { __typename: 'Earning', id: earned },
];
const ask = (viewer: Partial<Viewer>) =>
  graph.ask<{ _entities: unknown[] } & Record<string, unknown>>(everything(), {
    variables: { representations: representations() },
    viewer,
  });

const redeemAsAda = (memberId: string) =>
  graph.ask(
    `mutation { redeemPoints(input: { idempotencyKey: "own ${memberId}", memberId: "${memberId}", points: 1 }) {
          __typename
        } }`,
    { viewer: { memberId: 'ada' } },
  );

const NONE = { pointsAccount: null, redemption: null, earning: null };

describe('what is not yours looks like what is not there', () => {
  test('to another member', async () => {
    const { data, errors } = await ask({ memberId: 'mallory' });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      ...NONE,
      program: { id: STARS },
      programs: [{ id: MILES }, { id: STARS }],
      _entities: [
        { __typename: 'Member', pointsAccount: null, miles: null, pointsAccounts: [] },
        ...Array.from({ length: 5 }, () => null),
      ],
    });
  });

  test('to staff of another program, who see the member’s account in theirs', async () => {
    const { data, errors } = await ask({ programs: new Set([MILES]) });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      ...NONE,
      program: null,
      programs: [{ id: MILES }],
      _entities: [
        {
          __typename: 'Member',
          pointsAccount: null,
          miles: { id: accountRef(MILES, 'ada').id },
          pointsAccounts: [{ programId: MILES }],
        },
        ...Array.from({ length: 5 }, () => null),
      ],
    });
  });

  test('and to the member and to staff it is all there', async () => {
    for (const viewer of [{ memberId: 'ada' }, { programs: new Set([STARS, MILES]) }]) {
      const { data, errors } = await ask(viewer);
      expect(errors).toEqual([]);
      expect(data?.['pointsAccount']).toEqual({ id: ada.id });
      expect(data?.['redemption']).toEqual({ id: redeemed });
      expect(data?._entities).not.toContain(null);
    }
  });
});

describe('without points:read', () => {
  const blind = { scopes: new Set(['points:redeem', 'points:earn', 'points:admin'] as const) };

  test('every read is forbidden, each where it stands', async () => {
    const { data, errors } = await ask(blind);
    expect(data).toMatchObject({ ...NONE, program: null, programs: null });
    expect(new Set(errors.map(({ extensions }) => JSON.stringify(extensions)))).toEqual(
      new Set(['{"code":"FORBIDDEN","scope":"points:read"}']),
    );
    expect(errors.map(({ path }) => path?.join('.'))).toEqual(
      expect.arrayContaining(['pointsAccount', 'redemption', 'programs', '_entities.1', '_entities.0.pointsAccounts']),
    );
  });

  test('a redemption still answers with what it did; the balance alone is forbidden', async () => {
    const { data, errors } = await graph.ask(
      `mutation { redeemPoints(input: { idempotencyKey: "blind", memberId: "ada", points: 10 }) {
        ... on RedeemPointsSuccess { redemption { status points account { id programId member { id } balance { available } } } }
      } }`,
      { viewer: blind },
    );
    const account = { id: ada.id, programId: STARS, member: { id: 'ada' }, balance: null };
    expect(data).toEqual({ redeemPoints: { redemption: { status: 'CONFIRMED', points: 10, account } } });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['redeemPoints', 'redemption', 'account', 'balance'],
        extensions: { code: 'FORBIDDEN', scope: 'points:read' },
      }),
    ]);
  });

  test('a changed status is told all the same', async () => {
    await givePoints(graph, 'frosty', 1n);
    const { data, errors } = await graph.ask(
      `mutation { changePointsAccountStatus(input: {
        idempotencyKey: "freeze", accountId: "${accountRef(STARS, 'frosty').id}", status: FROZEN
      }) { ... on ChangePointsAccountStatusSuccess { account { status } } } }`,
      { viewer: blind },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ changePointsAccountStatus: { account: { status: 'FROZEN' } } });
  });
});

describe('mutations', () => {
  test.each<[string, Partial<Viewer>, string]>([
    ['redeemPoints', { scopes: new Set(['points:read', 'points:earn']) }, 'memberId: "ada", points: 1'],
    ['earnPoints', { scopes: new Set(['points:read', 'points:redeem']) }, 'memberId: "ada", points: 1'],
    ['earnPoints', { memberId: 'ada' }, 'memberId: "ada", points: 1'],
    ['reverseRedemption', { memberId: 'ada' }, 'redemptionId: "x"'],
    ['changePointsAccountStatus', { memberId: 'ada' }, 'accountId: "x", status: CLOSED'],
  ])('%s is forbidden to %j', async (mutation, viewer, input) => {
    const { data, errors } = await graph.ask(
      `mutation { ${mutation}(input: { idempotencyKey: "f", ${input} }) { __typename } }`,
      { viewer },
    );
    expect(data).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'FORBIDDEN', scope: expect.stringMatching(/^points:/) } }),
    ]);
  });

  test('a member spends their own points, and anybody else’s are not there', async () => {
    expect((await redeemAsAda('ada')).data).toEqual({ redeemPoints: { __typename: 'RedeemPointsSuccess' } });
    expect((await redeemAsAda('frosty')).data).toEqual({ redeemPoints: { __typename: 'PointsAccountNotFound' } });
  });
});

describe('who cannot be told', () => {
  test('is answered 401, with a challenge and nothing of the graph', async () => {
    const { status, headers, data, errors } = await graph.ask('{ programs { id } }', { viewer: null });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ message: 'A bearer token is needed.', extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('behind a router', () => {
  let behind: Graph;
  beforeAll(async () => {
    behind = await startGraph({ routerSecrets: ['new secret', 'old secret'] });
  });
  afterAll(async () => {
    await behind.close();
  });

  test.each(['new secret', 'old secret'])('the router passes with %j', async (secret) => {
    const { data } = await behind.ask('{ _service { sdl } }', { headers: { 'x-router-secret': secret } });
    expect(data).toHaveProperty('_service.sdl', expect.stringContaining('type PointsAccount'));
  });

  test.each([{}, { 'x-router-secret': '' }, { 'x-router-secret': 'new secre' }])(
    'anybody else does not: %j',
    async (headers) => {
      for (const query of ['{ programs { id } }', '{ _service { sdl } }', '{ __typename }']) {
        const { status, data, errors } = await behind.ask(query, { headers });
        expect({ status, data }).toEqual({ status: 401, data: undefined });
        expect(errors).toEqual([
          { message: 'This graph answers its router alone.', extensions: { code: 'UNAUTHENTICATED' } },
        ]);
      }
      expect((await fetch(`${behind.url}?query={__typename}`, { headers })).status).toBe(401);
    },
  );

  test('health is told to everybody', async () => {
    const health = await fetch(new URL('/healthz', behind.url));
    expect({ status: health.status, body: await health.json() }).toEqual({ status: 200, body: { status: 'ok' } });
  });
});
