import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { RunningServer } from '../subgraphs/startSubgraph.ts';
import { productsResolvers } from './productsResolvers.ts';
import { readProductsSchema } from './suite.ts';

export async function startProducts(): Promise<RunningServer> {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(readProductsSchema()), resolvers: productsResolvers as never },
  ]);
  const server = new ApolloServer({ schema });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, close: () => server.stop() };
}
