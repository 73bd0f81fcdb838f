import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchemaModule } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
import { type RunningServer, serveApollo } from '../serveApollo.ts';

type Neighbor = 'members' | 'catalogue';
type Resolvers = NonNullable<GraphQLSchemaModule['resolvers']>;

/** A neighbor's schema, as it stands beside this file. */
export function readNeighborSchema(name: Neighbor): string {
  return readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8');
}

/** Serves a neighbor as its own team would: a plain Apollo server, on a free port of loopback. */
export async function startSubgraph(name: Neighbor, resolvers: Resolvers): Promise<RunningServer> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(readNeighborSchema(name)), resolvers }]);
  const apollo = new ApolloServer({ schema, logger: silent });
  await apollo.start();
  return serveApollo(apollo, () => ({}));
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
