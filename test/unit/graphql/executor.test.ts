import * as fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createExecutor, type Executor, type Operation } from '../../../src/graphql/execution/createExecutor.ts';
import { arbitraryQuery } from './support/arbitraryQuery.ts';
import { createOddSchema, type OddContext } from './support/oddSchema.ts';

const RUNS = { numRuns: 1000 };

/** As a client sees it. What is said of a value that is of no type is our own. */
function seen(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (key, part) =>
    key === 'message' && /was resolved to/.test(part) ? 'of no type' : part,
  );
}

const variables = fc.record(
  { word: fc.constantFrom('hello', null), first: fc.constantFrom(1, null) },
  { requiredKeys: [] },
);

async function byBoth(
  schema: GraphQLSchema,
  ours: Executor,
  query: string,
  given: object,
  contextValue: OddContext,
): Promise<{ expected: ExecutionResult; answers: ExecutionResult[] }> {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const variableValues = { ...given };
  const operation: Operation = { document, operationName: undefined, variables: variableValues, contextValue };
  return {
    expected: await execute({ schema, document, variableValues, contextValue }),
    // The second time by a plan that was used before.
    answers: [await ours(operation), await ours(operation)],
  };
}

describe('answers queries like graphql-js', () => {
  test('to the letter and in order, where nothing waits', async () => {
    const schema = createOddSchema({ sureItems: true });
    const ours = createExecutor(schema, { hideSuggestions: false });
    const property = fc.asyncProperty(arbitraryQuery, variables, fc.nat(), async (query, given, seed) => {
      const { expected, answers } = await byBoth(schema, ours, query, given, { seed, later: false });
      for (const answer of answers) {
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        expect(seen(answer.errors)).toEqual(seen(expected.errors));
      }
    });
    await fc.assert(property, RUNS);
  });

  test('with the same data, where some of it comes later', async () => {
    const schema = createOddSchema({ sureItems: false });
    const ours = createExecutor(schema, { hideSuggestions: false });
    const property = fc.asyncProperty(arbitraryQuery, variables, fc.nat(), async (query, given, seed) => {
      const { expected, answers } = await byBoth(schema, ours, query, given, { seed, later: true });
      for (const answer of answers) {
        expect(seen(answer.data)).toEqual(seen(expected.data));
        // Which of two errors nulls a place first is a matter of time.
        expect(answer.errors === undefined).toBe(expected.errors === undefined);
      }
    });
    await fc.assert(property, RUNS);
  });
});

const schema = buildSchema(`
  input Wish { word: String!, times: Int = 1 }
  type Query { hello(wish: Wish): String names: [Name!] }
  type Name { text: String! }
  type Mutation { first: String second: String }
`);
const executor = createExecutor(schema, { hideSuggestions: true });
const run = async (query: string | DocumentNode, more: Partial<Operation> = {}): Promise<ExecutionResult> =>
  executor({
    document: typeof query === 'string' ? parse(query) : query,
    operationName: undefined,
    variables: {},
    contextValue: {},
    ...more,
  });

describe('what is not planned', () => {
  test('mutations run one after the other', async () => {
    const done: string[] = [];
    const fields = schema.getMutationType()?.getFields() ?? {};
    for (const [name, field] of Object.entries(fields)) {
      field.resolve = async () => {
        done.push(`${name} begins`);
        await Promise.resolve();
        done.push(`${name} ends`);
        return name;
      };
    }
    expect((await run('mutation { second first }')).data).toEqual({ second: 'second', first: 'first' });
    expect(done).toEqual(['second begins', 'second ends', 'first begins', 'first ends']);
  });

  test.each([
    [
      '@skip and @include',
      'query ($no: Boolean = false) { a: __typename @include(if: $no) b: __typename @skip(if: $no) }',
      { b: 'Query' },
    ],
    ['introspection', '{ __type(name: "Name") { name } }', { __type: { name: 'Name' } }],
    ['a name that objects have', '{ __proto__: __typename }', JSON.parse('{ "__proto__": "Query" }')],
  ])('%s', async (_, query, data) => {
    expect(JSON.stringify((await run(query)).data)).toBe(JSON.stringify(data));
  });

  test('an operation that is not there', async () => {
    const { errors } = await run('query A { __typename } query B { __typename }');
    expect(errors?.[0]?.message).toContain('Must provide operation name');
  });

  test('an operation that somebody watches', async () => {
    const fields = schema.getQueryType()?.getFields() ?? {};
    const watch = vi.fn(() => 'watched');
    const document = parse('{ hello }');
    expect((await run(document)).data).toEqual({ hello: null });
    if (fields['hello'] !== undefined) fields['hello'].resolve = watch;
    expect((await run(document)).data).toEqual({ hello: null });
    expect((await run(document, { isObserved: true })).data).toEqual({ hello: 'watched' });
  });
});

test('one of several operations is run by its name', async () => {
  const document = parse('query A { a: __typename } query B { b: __typename }');
  expect((await run(document, { operationName: 'B' })).data).toEqual({ b: 'Query' });
  expect((await run(document, { operationName: 'A' })).data).toEqual({ a: 'Query' });
});

test('bad variables are told and nothing runs, without a hint at other fields', async () => {
  const query = 'query ($wish: Wish) { hello(wish: $wish) }';
  const { data, errors } = await run(query, { variables: { wish: { word: 'x', time: 2 } } });
  expect(data).toBeUndefined();
  expect(errors?.[0]?.message).toMatch(/Field "time" is not defined by type "Wish"\.$/);
});

describe('rejections', () => {
  const unhandled = vi.fn();
  beforeEach(() => {
    unhandled.mockClear();
    process.on('unhandledRejection', unhandled);
  });
  afterEach(() => {
    process.off('unhandledRejection', unhandled);
  });

  test('of an item, while a later one throws at once, are not left unhandled', async () => {
    const late = { text: async () => Promise.reject(new Error('late')) };
    const atOnce = {
      text: () => {
        throw new Error('at once');
      },
    };
    const lists = buildSchema('type Query { names: [Name!] } type Name { text: String! }');
    const query = lists.getQueryType()?.getFields()['names'];
    if (query !== undefined) query.resolve = () => [late, late, atOnce];
    const answer = await createExecutor(lists, { hideSuggestions: true })({
      document: parse('{ names { text } }'),
      operationName: undefined,
      variables: {},
      contextValue: {},
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen(answer)).toMatchObject({ data: { names: null }, errors: [{ message: 'at once' }] });
    expect(unhandled).not.toHaveBeenCalled();
  });
});
