import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { GraphContext } from '../../../src/graphql/context.ts';
import { createSubgraphSchema } from '../../../src/graphql/createSubgraphSchema.ts';
import { createApollo } from '../../../src/server/createApollo.ts';
import type { RunningServer } from '../subgraphs/startSubgraph.ts';
import { productsResolvers } from './productsResolvers.ts';
import { readProductsSchema } from './suite.ts';

/** The subgraph under test: the suite's products, made by our schema builder and served by our Apollo on Fastify. */
export async function startProducts(): Promise<RunningServer> {
  const app = Fastify();
  const apollo = await createApollo({
    schema: createSubgraphSchema({ typeDefs: readProductsSchema(), resolvers: productsResolvers }),
    development: false,
    logger: app.log,
    defaultProgramId: 'none',
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Products need nothing of our context; an error's report names the request.
    handler: fastifyApolloHandler(apollo, { context: ({ id }) => Promise.resolve({ requestId: id } as GraphContext) }),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `${address}/graphql`,
    async close() {
      await app.close();
      await apollo.stop();
    },
  };
}
