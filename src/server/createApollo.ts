import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import { operationLimits } from '../graphql/operationLimits.ts';
import { createErrorReporting } from './errors.ts';
import { landingPage } from './landingPage.ts';

export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly development: boolean;
  readonly logger: FastifyBaseLogger;
  /** For the first operation in Sandbox. */
  readonly defaultProgramId: string;
  /** Whether it tells a router that asks how long each field took; absent: it does. */
  readonly traces?: boolean;
}

// A router's own queries are long, a person's are not.
const MAX_TOKENS = 10_000;

/** Apollo Server, started, set up to be asked by a router or, in development, by a person. */
export async function createApollo(parts: ApolloParts): Promise<ApolloServer<GraphContext>> {
  const { schema, development, logger, defaultProgramId, traces = true } = parts;
  const { formatError, plugin: errorRequests } = createErrorReporting(logger, !development);
  const apollo = new ApolloServer<GraphContext>({
    schema,
    formatError,
    logger,
    introspection: development,
    hideSchemaDetailsFromClientErrors: !development,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // A router sends the whole query, and a cache that callers fill is one more thing to attack.
    persistedQueries: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    maxRecursiveSelections: true,
    validationRules: [operationLimits],
    executionOptions: { maxCoercionErrors: 10 },
    // The process's owner drains and stops, see createServer.
    stopOnTerminationSignals: false,
    nodeEnv: development ? 'development' : 'production',
    plugins: [
      errorRequests,
      landingPage(development, defaultProgramId),
      // Every answer is one viewer's and of one moment: createServer says no-store, once, for all.
      ApolloServerPluginCacheControlDisabled(),
      // What an error says stays out of a trace.
      traces
        ? ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })
        : ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
