import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { readContract } from '../../src/graphql/createPointsSchema.ts';

const contract = readContract();
/** The contract as the last release published it: replace it with schema.graphql when a version is released. */
const released = readFileSync(new URL('./released/schema.graphql', import.meta.url), 'utf8');

const schemaOf = (sdl: string): GraphQLSchema => buildSubgraphSchema([{ typeDefs: parse(sdl) }]);

/** What would break a client's query, or the supergraph that asks us for an entity by one of its keys. */
async function breakingChanges(from: string, to: string): Promise<string[]> {
  const changes = await diff(schemaOf(from), schemaOf(to));
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const kept = keysOf(to);
  const lostKeys = [...keysOf(from)].filter((key) => !kept.has(key));
  return [...breaking.map((change) => change.message), ...lostKeys];
}

/** Every key of every entity. */
function keysOf(sdl: string): ReadonlySet<string> {
  const types = parse(sdl).definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
  return new Set(
    types.flatMap(({ name, directives = [] }) =>
      directives.filter((directive) => directive.name.value === 'key').map((key) => `${name.value} ${print(key)}`),
    ),
  );
}

test('the contract breaks no client of the last release', async () => {
  expect(await breakingChanges(released, contract)).toEqual([]);
});

describe('the check sees', () => {
  test.each([
    ['a field that is gone', '  "When it was asked for."\n  requestedAt: DateTime!\n', ''],
    ['a field that became nullable', 'balanceAfter: Points!', 'balanceAfter: Points'],
    ['a field of another type', 'decimals: Int!', 'decimals: String!'],
    ['an argument that became required', 'programId: ID\n  ): PointsAccount', 'programId: ID!\n  ): PointsAccount'],
    ['an input field that became required', '  rewardId: ID\n', '  rewardId: ID!\n'],
    ['a value that is gone', '"Points went to or came from another account."\n  TRANSFER\n', ''],
    ['a failure that is gone from its union', '  | InvalidPointsAmount\n', ''],
    ['a key that is gone', ' @key(fields: "member { id } programId")', ''],
  ])('%s', async (_, words, otherWords) => {
    const changed = released.replace(words, otherWords);
    expect(changed).not.toBe(released);
    expect(await breakingChanges(released, changed)).not.toEqual([]);
  });

  test('and lets an addition pass', async () => {
    const more = released.replace('  orderId: String\n', '  orderId: String\n  "More."\n  more: Int\n');
    expect(more).not.toBe(released);
    expect(await breakingChanges(released, more)).toEqual([]);
  });
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Everything of ours in a schema that a reader of it sees, by its path. */
function describable(schema: GraphQLSchema): [string, Described][] {
  const all: [string, Described][] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type) || /^(?:_|\w+__)/.test(type.name)) continue;
    all.push([type.name, type]);
    if (isEnumType(type))
      all.push(...type.getValues().map((value): [string, Described] => [`${type.name}.${value.name}`, value]));
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      all.push([`${type.name}.${field.name}`, field]);
      if (!('args' in field)) continue;
      for (const arg of field.args) all.push([`${type.name}.${field.name}(${arg.name})`, arg]);
    }
  }
  return all;
}

describe('descriptions', () => {
  const elements = describable(schemaOf(contract));

  test('stand on every type, field, argument, input field and enum value', () => {
    expect(elements.length).toBeGreaterThan(150);
    expect(elements.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
  });

  test('are sentences', () => {
    const isSentence = /^[A-Z].*[.]$/su;
    expect(elements.filter(([, { description }]) => !isSentence.test(description ?? '')).map(([path]) => path)).toEqual(
      [],
    );
  });

  test('would be missed', () => {
    const undescribed = contract.replace('  "How it stands."\n  status: EarningStatus!', '  status: EarningStatus!');
    expect(undescribed).not.toBe(contract);
    const missing = describable(schemaOf(undescribed)).filter(([, { description }]) => !description);
    expect(missing.map(([path]) => path)).toEqual(['Earning.status']);
  });
});
