import { pino } from 'pino';
import type { GraphContext } from '../../../src/graphql/context.ts';
import { createSubgraphSchema } from '../../../src/graphql/createSubgraphSchema.ts';
import { createApollo } from '../../../src/server/createApollo.ts';
import { type RunningServer, serveApollo } from '../serveApollo.ts';
import { productsResolvers } from './productsResolvers.ts';
import { readProductsSchema } from './suite.ts';

/** The subgraph under test: the suite's products, made by our schema builder and served by our Apollo on Fastify. */
export async function startProducts(): Promise<RunningServer> {
  const apollo = await createApollo({
    schema: createSubgraphSchema({ typeDefs: readProductsSchema(), resolvers: productsResolvers }),
    development: false,
    logger: pino({ level: 'silent' }),
    defaultProgramId: 'none',
  });
  // Products need nothing of our context; an error's report names the request.
  return serveApollo(apollo, ({ id }) => ({ requestId: id }) as GraphContext);
}
