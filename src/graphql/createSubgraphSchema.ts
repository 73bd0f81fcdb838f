import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { checkResolvers, type ResolverMap } from './checkResolvers.ts';
import { isolateEntities } from './isolateEntities.ts';
import type { ReferenceRules } from './references.ts';

export interface SubgraphParts extends Partial<ReferenceRules> {
  /** The subgraph's schema, in SDL or parsed. */
  readonly typeDefs: string | DocumentNode;
  readonly resolvers: ResolverMap;
}

/** More in one request than any router sends by itself. */
const REPRESENTATIONS = 1000;

/**
 * An executable subgraph: Apollo's, with `_entities` made safe (see isolateEntities) and the resolvers checked
 * against the schema. Throws an Error that names every resolver that is missing or that nothing would ever call.
 */
export function createSubgraphSchema({
  typeDefs,
  resolvers,
  keys = new Map(),
  representations = REPRESENTATIONS,
}: SubgraphParts): GraphQLSchema {
  const document = typeof typeDefs === 'string' ? parse(typeDefs) : typeDefs;
  // The library's own type of a resolver map has no generated types in it.
  const modules = [{ typeDefs: document, resolvers }] as Parameters<typeof buildSubgraphSchema>[0];
  const schema = buildSubgraphSchema(modules);
  checkResolvers(schema, resolvers);
  isolateEntities(schema, { keys, representations });
  return schema;
}
