import DataLoader from 'dataloader';
import { execute, type ExecutionResult, parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createSubgraphSchema } from '../../../src/graphql/createSubgraphSchema.ts';

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Account @key(fields: "id") {
    id: ID!
    balance: Int
  }
  type Frozen @key(fields: "id") {
    id: ID!
    balance: Int
  }
  type Reward @key(fields: "id", resolvable: false) {
    id: ID!
  }
  type Query {
    reward: Reward
  }
`;

const __typename = z.string();
const keys = new Map([['Account', z.object({ __typename, id: z.string('is no text') })]]);
const frozen = Object.freeze({ id: 'f', balance: 3 });

let batches: string[][] = [];

function ask(representations: unknown, limit = 1000): Promise<ExecutionResult> {
  const accounts = new DataLoader<string, { id: string; balance: number } | null>(async (ids) => {
    batches.push([...ids]);
    return ids.map((id) => {
      if (id.startsWith('bad')) return new Error(`no ${id}`);
      return id === 'absent' ? null : { id, balance: 7 };
    });
  });
  const schema = createSubgraphSchema({
    typeDefs,
    representations: limit,
    keys,
    resolvers: {
      Query: { reward: () => ({ id: 'r' }) },
      Account: {
        __resolveReference(reference: { id: string }) {
          if (reference.id === 'throws') throw new Error('thrown at once');
          if (reference.id === 'odd') throw 'not even an error';
          if (reference.id === 'echo') return reference;
          return accounts.load(reference.id);
        },
      },
      Frozen: { __resolveReference: () => frozen },
    },
  });
  const document = parse(`
    query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        __typename
        ... on Account { id balance }
        ... on Frozen { id balance }
        ... on Reward { id }
      }
    }
  `);
  return Promise.resolve(execute({ schema, document, variableValues: { representations } }));
}

const account = (id: unknown, more: object = {}) => ({ __typename: 'Account', id, ...more });

const unhandled = vi.fn();
beforeEach(() => {
  batches = [];
  unhandled.mockClear();
  process.on('unhandledRejection', unhandled);
});
afterEach(() => {
  process.off('unhandledRejection', unhandled);
});

/** Long enough for Node to have told of a rejection that nobody handles. */
async function afterUnhandledRejections(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

test('a rejection beside an unknown type ends neither the process nor the neighbors', async () => {
  const { data, errors } = await ask([account('bad'), { __typename: 'Nope' }, account('good')]);
  await afterUnhandledRejections();
  expect(unhandled).not.toHaveBeenCalled();
  expect(data?.['_entities']).toEqual([null, null, { __typename: 'Account', id: 'good', balance: 7 }]);
  expect(errors?.map(({ path, message }) => [path, message])).toEqual([
    [['_entities', 0], 'no bad'],
    [['_entities', 1], 'representations[1].__typename is no entity of this graph'],
  ]);
});

test('the request that ends a stock subgraph: a reference that rejects, then one of no type', async () => {
  const { data } = await ask([account('bad'), account('bad-too'), { __typename: 'Nope' }]);
  await afterUnhandledRejections();
  expect(unhandled).not.toHaveBeenCalled();
  expect(data?.['_entities']).toEqual([null, null, null]);
});

test.each([
  ['one that throws at once', account('throws')],
  ['one that throws no error', account('odd')],
  ['one that rejects', account('bad')],
  ['one without its key', { __typename: 'Account' }],
  ['one with an object for a key', account({ evil: true })],
  ['one of no type', { id: '1' }],
  ['one with a type that is no text', { __typename: 7, id: '1' }],
  ['one of an inherited name', { __typename: 'toString', id: '1' }],
  ['one of a type that is no entity', { __typename: 'Query' }],
  ['a text', 'Account'],
  ['a list', [account('1')]],
])('%s is an error of its own alone', async (_, reference) => {
  const { data, errors } = await ask([account('1'), reference, account('2')]);
  expect(data?.['_entities']).toMatchObject([{ id: '1', balance: 7 }, null, { id: '2', balance: 7 }]);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.path).toEqual(['_entities', 1]);
});

describe("the caller's fields", () => {
  test('are never an answer: a type that nobody resolves is refused', async () => {
    const { data, errors } = await ask([{ __typename: 'Reward', id: '1', title: 'forged' }]);
    expect(data?.['_entities']).toEqual([null]);
    expect(errors?.[0]?.message).toBe('representations[0].__typename is no entity of this graph');
  });

  test('are cut off before a resolver sees them, even one that would hand them back', async () => {
    const { data } = await ask([account('echo', { balance: 999 }), account('1', { balance: 999 })]);
    expect(data?.['_entities']).toMatchObject([{ balance: null }, { balance: 7 }]);
  });

  test('are not repeated in the complaint', async () => {
    const { errors } = await ask([account({ secret: 'hush' }, { other: 'hush' })]);
    expect(errors?.[0]?.message).toBe('representations[0].id is no text');
  });
});

test('an entity that is frozen, or shared by references, is left as it is', async () => {
  const reference = { __typename: 'Frozen', id: 'f' };
  const { data, errors } = await ask([reference, reference]);
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toEqual([
    { __typename: 'Frozen', ...frozen },
    { __typename: 'Frozen', ...frozen },
  ]);
  expect(Reflect.ownKeys(frozen)).toEqual(['id', 'balance']);
});

test('what is not there is null, without an error', async () => {
  const { data, errors } = await ask([account('absent'), account('1')]);
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toMatchObject([null, { id: '1' }]);
});

test('all references are one batch, each once', async () => {
  await ask([account('1'), account('2'), { __typename: 'Nope' }, account('1'), account('3')]);
  expect(batches).toEqual([['1', '2', '3']]);
});

describe('the number of references', () => {
  const many = Array.from({ length: 11 }, (_, index) => account(`${index}`));

  test('is limited', async () => {
    const { data, errors } = await ask(many, 10);
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toBe('representations names 11 different entities; at most 10 in one request');
    expect(errors?.[0]?.originalError).toMatchObject({ field: 'representations' });
    expect(batches).toEqual([]);
  });

  test('counts the same one once', async () => {
    const { errors } = await ask([...many.slice(1), ...many.slice(1)], 10);
    expect(errors).toBeUndefined();
    expect(batches).toHaveLength(1);
  });

  test('of the same ones is limited too, as each is answered', async () => {
    const same = Array.from({ length: 21 }, () => account('1'));
    expect((await ask(same.slice(1), 10)).errors).toBeUndefined();
    const { errors } = await ask(same, 10);
    expect(errors?.[0]?.message).toBe('representations has more than 20 references: name each entity once');
  });

  test('may be none', async () => {
    expect((await ask([])).data?.['_entities']).toEqual([]);
  });
});

test('a subgraph without entities is left as it is', () => {
  const plain = 'type Query { hello: String }';
  const schema = createSubgraphSchema({ typeDefs: plain, resolvers: { Query: { hello: () => 'you' } } });
  expect(schema.getQueryType()?.getFields()['_entities']).toBeUndefined();
});
