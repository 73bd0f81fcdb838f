import type { ApolloServerOptions } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import type { Executor } from '../graphql/execution/createExecutor.ts';

type Gateway = NonNullable<ApolloServerOptions<GraphContext>['gateway']>;

/** By it a router asks for the trace of a query, which hooks in the resolvers take. */
const TRACE_HEADER = 'apollo-federation-include-trace';

/** Has Apollo Server execute by our executor: what it offers to gateways is the one way in. Nothing is remote. */
export function localGateway(schema: GraphQLSchema, executor: Executor): Gateway {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      executor: async ({ document, request, context }) =>
        executor({
          document,
          operationName: request.operationName,
          variables: request.variables ?? {},
          contextValue: context,
          isObserved: request.http?.headers.get(TRACE_HEADER) != null,
        }),
    }),
    stop: async () => {},
  };
}
