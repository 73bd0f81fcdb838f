import { describe, expect, test } from 'vitest';
import type { ResolverMap } from '../../../src/graphql/checkResolvers.ts';
import { createPointsSchema, readContract } from '../../../src/graphql/createPointsSchema.ts';
import { createSubgraphSchema } from '../../../src/graphql/createSubgraphSchema.ts';
import { resolvers } from '../../../src/graphql/resolvers/resolvers.ts';

const create = (more: ResolverMap) =>
  createSubgraphSchema({ typeDefs: readContract(), resolvers: { ...resolvers, ...more } });

test('our resolvers fit the contract', () => {
  expect(() => createPointsSchema()).not.toThrow();
});

describe('a resolver that nothing would call stops the start', () => {
  test.each<[string, ResolverMap]>([
    ['there is no type Wallet', { Wallet: {} }],
    ['there is no Program.currency', { Program: { ...resolvers.Program, currency: () => 'EUR' } }],
    ['there is no PointsAccountStatus.SLEEPING', { PointsAccountStatus: { SLEEPING: 'SLEEPING' } }],
    ['there is no RedeemPointsResult.message', { RedeemPointsResult: { message: () => '' } }],
  ])('%s', (problem, more) => {
    expect(() => create(more)).toThrow(problem);
  });
});

describe('a resolver that is missing stops the start', () => {
  test.each<[string, string, string]>([
    ['a root field', 'Query', 'redemption'],
    ['a mutation', 'Mutation', 'redeemPoints'],
    ['a field with arguments', 'Member', 'pointsAccount'],
    ['an entity', 'Program', '__resolveReference'],
  ])('%s: %s.%s', (_, type, field) => {
    const rest = Object.entries(resolvers[type as 'Query'] ?? {}).filter(([name]) => name !== field);
    expect(() => create({ [type]: Object.fromEntries(rest) })).toThrow(`${type}.${field} has no resolver`);
  });

  test('all of them are named at once', () => {
    expect(() => create({ Redemption: { currency: () => 'EUR' } })).toThrow(
      'there is no Redemption.currency; Redemption.__resolveReference has no resolver.',
    );
  });
});
