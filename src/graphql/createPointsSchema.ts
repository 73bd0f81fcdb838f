import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { projectFile } from '../projectFile.ts';
import { createSubgraphSchema } from './createSubgraphSchema.ts';
import { entityKeys } from './entityKeys.ts';
import type { ReferenceRules } from './references.ts';
import { resolvers } from './resolvers/resolvers.ts';

/** The contract: the file at the project's root, in SDL. */
export function readContract(): string {
  return readFileSync(projectFile('schema.graphql'), 'utf8');
}

/**
 * Our graph, executable; `limits` says how many different entities one `_entities` may ask for. Throws an Error when
 * the resolvers do not fit the contract.
 */
export function createPointsSchema(limits: Partial<Pick<ReferenceRules, 'representations'>> = {}): GraphQLSchema {
  return createSubgraphSchema({ typeDefs: readContract(), resolvers, keys: entityKeys, ...limits });
}
