import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from './createSubgraphSchema.ts';
import { entityKeys } from './entityKeys.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** The contract: the file at the project's root, beside the sources and beside what is built from them. */
export function readContract(): string {
  return readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
}

/** Our graph, executable. Throws an Error when the resolvers do not fit the contract. */
export function createPointsSchema(): GraphQLSchema {
  return createSubgraphSchema({ typeDefs: readContract(), resolvers, keys: entityKeys });
}
