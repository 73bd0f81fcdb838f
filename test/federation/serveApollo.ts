import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyRequest } from 'fastify';

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a started Apollo on a free port of loopback. Idle connections are kept for longer than any test takes: at
 * Node's five seconds a caller may be just about to use one that the server closes, and its request is lost.
 */
export async function serveApollo<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  context: (request: FastifyRequest) => Context,
): Promise<RunningServer> {
  const app = Fastify({ keepAliveTimeout: 600_000 });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(context(request)) }),
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
