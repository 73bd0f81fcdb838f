import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseUnavailable } from '../../../src/database/port.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import type { Services } from '../../../src/services.ts';
import { type Graph, STARS, startGraph } from './support/startGraph.ts';

const SECRET = 'password=hunter2 at /srv/points/src/ledger.ts';

/** A service whose parts fail when a member of that name is met. */
function failing(services: Services): Services {
  const failures: Readonly<Record<string, Error>> = {
    fault: new TypeError(SECRET),
    unreachable: new DatabaseUnavailable(new Error(SECRET)),
    unknown: new LedgerUnavailable(new Error(SECRET)),
  };
  const accounts = new Map(Object.entries(failures).map(([member, error]) => [accountRef(STARS, member).id, error]));
  return {
    ...services,
    ledger: {
      ...services.ledger,
      async accounts(refs) {
        for (const { id } of refs) {
          const failure = accounts.get(id);
          if (failure !== undefined) throw failure;
        }
        return services.ledger.accounts(refs);
      },
    },
    useCases: {
      ...services.useCases,
      async redeemPoints(viewer, input) {
        const failure = failures[input.memberId];
        if (failure !== undefined) throw failure;
        return services.useCases.redeemPoints(viewer, input);
      },
    },
  };
}

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ wrap: failing });
});
afterAll(async () => {
  await graph.close();
});

const account = (member: string): string =>
  `pointsAccount(id: "${accountRef(STARS, member).id}") { balance { available } }`;
const redeem = (member: string): string =>
  `mutation { redeemPoints(input: { idempotencyKey: "k", memberId: "${member}", points: 1 }) { __typename } }`;

describe('a fault of ours', () => {
  test.each([`{ ${account('fault')} }`, redeem('fault')])(
    'is masked, and logged under the id that the client is told: %s',
    async (query) => {
      graph.takeLog();
      const { status, data, errors } = await graph.ask<Record<string, unknown>>(query);
      expect(status).toBe(200);
      expect(data === null || Object.values(data ?? {}).every((value) => value === null)).toBe(true);
      expect(errors).toEqual([
        {
          message: 'Internal server error.',
          locations: expect.any(Array),
          path: [expect.any(String)],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
        },
      ]);
      const [line = '{}', ...more] = graph.takeLog();
      expect(more).toEqual([]);
      expect(JSON.parse(line)).toMatchObject({
        err: { message: SECRET },
        requestId: errors[0]?.extensions['requestId'],
      });
    },
  );

  test('leaves its neighbors as they are', async () => {
    const { data } = await graph.ask(`{ ${account('fault')} programs { id } }`);
    expect(data).toMatchObject({ pointsAccount: null, programs: expect.any(Array) });
  });
});

describe('what is out of reach', () => {
  test('a write says that repeating it is safe', async () => {
    const { errors } = await graph.ask(redeem('unknown'));
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('repeat the request with the same idempotency key'),
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      }),
    ]);
  });

  test('a read says to try again', async () => {
    const { errors } = await graph.ask(`{ ${account('unreachable')} }`);
    expect(errors[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });
});

describe('a bad input names its field', () => {
  const REDEEM = 'mutation ($input: RedeemPointsInput!) { redeemPoints(input: $input) { __typename } }';
  const input = { idempotencyKey: 'k', memberId: 'ada', points: 1 };

  test.each<[string, object, string]>([
    ['points that are no number', { ...input, points: 'ten' }, 'input.points'],
    ['points that are true', { ...input, points: true }, 'input.points'],
    ['points that are null', { ...input, points: null }, 'input.points'],
    ['no points', { idempotencyKey: 'k', memberId: 'ada' }, 'input.points'],
    ['a field that nobody knows', { ...input, color: 'red' }, 'input.color'],
    ['an empty key', { ...input, idempotencyKey: '' }, 'input.idempotencyKey'],
    ['a key that is too long', { ...input, idempotencyKey: 'x'.repeat(256) }, 'input.idempotencyKey'],
    ['a member id that is too long', { ...input, memberId: 'x'.repeat(129) }, 'input.memberId'],
    ['a member id with a control character', { ...input, memberId: 'a\u0000b' }, 'input.memberId'],
    ['a member id with half a character', { ...input, memberId: 'a\uD800' }, 'input.memberId'],
    ['a program id that is empty', { ...input, programId: '' }, 'input.programId'],
    ['a reward id that is too long', { ...input, rewardId: 'x'.repeat(129) }, 'input.rewardId'],
    ['an order id with a line break', { ...input, orderId: 'a\nb' }, 'input.orderId'],
  ])('%s', async (_, variable, field) => {
    const { errors } = await graph.ask(REDEEM, { variables: { input: variable } });
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field } })]);
    expect(errors[0]?.message).toContain(field.replace('input.', ''));
  });

  test('no input at all', async () => {
    const { status, errors } = await graph.ask(REDEEM);
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'input' });
  });

  test.each([
    [
      'points',
      'mutation { redeemPoints(input: { idempotencyKey: "k", memberId: "a", points: "ten" }) { __typename } }',
    ],
    ['points', 'mutation { redeemPoints(input: { idempotencyKey: "k", memberId: "a", points: TEN }) { __typename } }'],
    ['time', '{ pointsAccount(id: "x") { balanceAt(time: "2026-02-30T00:00:00Z") } }'],
    ['time', '{ pointsAccount(id: "x") { balanceAt(time: 5) } }'],
  ])('%s, written into the query: %s', async (field, query) => {
    const { status, errors } = await graph.ask(query);
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  test.each([
    ['id', `{ pointsAccount(id: "${'x'.repeat(129)}") { id } }`],
    ['id', '{ redemption(id: "") { id } }'],
    ['id', '{ earning(id: "a\\u0007") { id } }'],
    ['id', '{ program(id: "a\\nb") { id } }'],
  ])('%s, as an argument: %s', async (field, query) => {
    const { status, errors } = await graph.ask(query);
    expect(status).toBe(200);
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field } })]);
  });

  test('a reference, and its own alone', async () => {
    const { data, errors } = await graph.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id named: pointsAccount(programId: "") { id } } } }`,
      {
        variables: {
          r: [
            { __typename: 'Member', id: 'ada' },
            { __typename: 'Member', id: 'x'.repeat(129) },
            { __typename: 'PointsAccount', member: { id: '' }, programId: STARS },
            { __typename: 'Reward', id: 'forged' },
          ],
        },
      },
    );
    expect(data).toEqual({ _entities: [{ id: 'ada', named: null }, null, null, null] });
    expect(new Set(errors.map(({ extensions }) => extensions['field']))).toEqual(
      new Set(['programId', 'representations[1].id', 'representations[2].member.id', 'representations[3].__typename']),
    );
    expect(JSON.stringify(errors)).not.toContain('xxxxx');
  });
});

describe('over HTTP', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(graph.url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-viewer': VIEWER, ...headers },
    });
  const VIEWER = JSON.stringify({ subject: 's', scopes: ['points:read'], programs: 'all', memberId: null });

  test.each<[string, number, string, string]>([
    ['a body that is no JSON', 400, 'BAD_REQUEST', '{"query":'],
    ['an empty body', 400, 'BAD_REQUEST', ''],
    ['a list of operations', 400, 'BAD_REQUEST', '[{"query":"{__typename}"}]'],
    ['a query that does not parse', 400, 'GRAPHQL_PARSE_FAILED', '{"query":"{"}'],
    ['a query of fields that are not there', 400, 'GRAPHQL_VALIDATION_FAILED', '{"query":"{ wallet }"}'],
    [
      'a query of too many tokens',
      400,
      'GRAPHQL_PARSE_FAILED',
      JSON.stringify({ query: `{ ${'__typename '.repeat(10_001)} }` }),
    ],
    ['a query that goes too deep', 400, 'GRAPHQL_VALIDATION_FAILED', JSON.stringify({ query: deep(16) })],
    [
      'an operation that is not there',
      400,
      'OPERATION_RESOLUTION_FAILURE',
      '{"query":"query A {__typename}","operationName":"B"}',
    ],
    ['introspection', 400, 'GRAPHQL_VALIDATION_FAILED', '{"query":"{ __schema { types { name } } }"}'],
    [
      'a persisted query',
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
    ],
    [
      'a body that is too large',
      413,
      'BAD_REQUEST',
      JSON.stringify({ query: '{__typename}', variables: { x: 'x'.repeat(1024 * 1024) } }),
    ],
  ])('%s: %i %s', async (_, status, code, body) => {
    const response = await post(body);
    const { errors } = JSON.parse(await response.text());
    expect({ status: response.status, code: errors[0].extensions.code }).toEqual({ status, code });
    expect(errors[0]).not.toHaveProperty('extensions.stacktrace');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('names that are nearly right are not told to strangers', async () => {
    const asked = await post('{"query":"{ pointsAcount(id: 1) { id } }"}');
    expect(await asked.text()).not.toContain('pointsAccount');
    const { errors } = await graph.ask(
      'mutation ($input: RedeemPointsInput!) { redeemPoints(input: $input) { __typename } }',
      { variables: { input: { idempotencyKey: 'k', memberId: 'ada', points: 1, orderIdd: 'o' } } },
    );
    expect(errors[0]?.message).toMatch(/Field "orderIdd" is not defined by type "RedeemPointsInput"\.$/);
    expect(errors[0]?.extensions['field']).toBe('input.orderIdd');
  });

  test('a simple request, as a foreign page can make one, is refused', async () => {
    const response = await fetch(`${graph.url}?query={__typename}`);
    expect(response.status).toBe(400);
    const typed = await post('{"query":"{__typename}"}', { 'content-type': 'text/plain' });
    expect([400, 415]).toContain(typed.status);
  });

  test('a mutation does not come by GET', async () => {
    const url = new URL(graph.url);
    url.searchParams.set('query', redeem('ada'));
    const response = await fetch(url, { headers: { 'x-viewer': VIEWER, 'apollo-require-preflight': 'true' } });
    expect(response.status).toBe(405);
  });

  test('a router that asks for a trace gets one, field by field, and nobody else does', async () => {
    const body = JSON.stringify({ query: '{ nick: programs { id } }' });
    const traced = JSON.parse(await (await post(body, { 'apollo-federation-include-trace': 'ftv1' })).text());
    expect(Buffer.from(traced.extensions.ftv1, 'base64').toString('latin1')).toMatch(/nick.*programs/s);
    const plain = JSON.parse(await (await post(body)).text());
    expect(plain).toEqual({ data: traced.data });
  });

  test('no answer may be kept by a cache', async () => {
    for (const path of ['/graphql', '/healthz', '/readyz', '/nothing']) {
      const response = await fetch(new URL(path, graph.url));
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('there is no page in production', async () => {
    const response = await fetch(new URL('/', graph.url), { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
  });
});

function deep(levels: number): string {
  return `{ a: pointsAccount(id: "1") {${' member { pointsAccount {'.repeat(levels / 2)} id ${'} }'.repeat(levels / 2)}} }`;
}

describe('in development', () => {
  let development: Graph;
  beforeAll(async () => {
    development = await startGraph({ development: true });
  });
  afterAll(async () => {
    await development.close();
  });

  test('a browser that opens the root finds Sandbox, with something to run', async () => {
    const response = await fetch(new URL('/', development.url), { headers: { accept: 'text/html' } });
    expect(response.url).toBe(development.url);
    const page = await response.text();
    expect(page).toContain('EmbeddedSandbox');
    expect(page).toContain('query Points($accountId: ID!)');
    expect(page).toContain(accountRef(STARS, 'm-0001').id);
  });

  test('the graph describes itself', async () => {
    const { data } = await development.ask('{ __type(name: "PointsBalance") { fields { name description } } }');
    expect(data).toMatchObject({
      __type: { fields: expect.arrayContaining([expect.objectContaining({ name: 'available' })]) },
    });
  });
});
