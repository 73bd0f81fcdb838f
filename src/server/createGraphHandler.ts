import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lexicographicSortSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import { type ApolloParts, createApollo } from './createApollo.ts';

/** By it a router asks for the trace of a query. */
const TRACE_HEADER = 'apollo-federation-include-trace';

export interface GraphHandler {
  readonly handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Answers graph requests, those that ask for a trace by a server of their own: the first traced request puts a hook
 * around every resolver of its server's schema, for good, and every list of balances would take half as long again.
 */
export async function createGraphHandler(
  parts: Omit<ApolloParts, 'traces'>,
  context: (request: FastifyRequest) => Promise<GraphContext>,
): Promise<GraphHandler> {
  const plain = await createApollo({ ...parts, traces: false });
  // The one function of graphql-js that copies every type; nobody sees the order they stand in.
  const traced = await createApollo({ ...parts, schema: lexicographicSortSchema(parts.schema) });
  const answer = fastifyApolloHandler(plain, { context });
  const answerTraced = fastifyApolloHandler(traced, { context });
  return {
    handle: async (request, reply) => {
      const answering = request.headers[TRACE_HEADER] === undefined ? answer : answerTraced;
      return answering.call(request.server, request, reply);
    },
    async stop() {
      await Promise.all([plain.stop(), traced.stop()]);
    },
  };
}
