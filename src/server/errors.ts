import { type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { Forbidden } from '../access/viewer.ts';
import { EngineUnavailable } from '../connectors/loyaltyConnector.ts';
import { DatabaseUnavailable } from '../database/port.ts';
import { BadInput } from '../failure/failure.ts';
import type { GraphContext } from '../graphql/context.ts';
import { LedgerUnavailable } from '../ledger/ledgerUnavailable.ts';
import { fieldOfVariable } from './fieldOfVariable.ts';

/** Errors whose own words are for the client: about the request, or made by us for it. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'SERVICE_UNAVAILABLE',
]);

/** What the graph tells of an error, and what it writes down. */
export interface ErrorReporting {
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Notes which request an error is of: formatError is not told. */
  readonly plugin: ApolloServerPlugin<GraphContext>;
}

/**
 * Lets through what a client can act on, by an allow-list of kinds and codes. Everything else is a fault of ours: it
 * is logged as it is, and the client is told the request's id and nothing more.
 */
export function createErrorReporting(logger: FastifyBaseLogger, hideSuggestions: boolean): ErrorReporting {
  const requests = new WeakMap<object, string>();

  function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const cause = unwrapResolverError(error);
    const { locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const told = toldOf(hideSuggestions ? withoutSuggestion(formatted) : formatted, cause);
    if (told !== null) return { ...place, ...told };
    const requestId = (typeof error === 'object' && error !== null && requests.get(error)) || null;
    logger.error({ err: cause, requestId, path }, 'A request failed by a fault of the service.');
    const message = 'Internal server error.';
    return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', ...(requestId && { requestId }) } };
  }

  const plugin: ApolloServerPlugin<GraphContext> = {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) requests.set(error, contextValue.requestId);
        },
      };
    },
  };
  return { formatError, plugin };
}

function toldOf({ message, extensions }: GraphQLFormattedError, cause: unknown): GraphQLFormattedError | null {
  if (cause instanceof BadInput) return badInput(cause.message, cause.field);
  if (cause instanceof Forbidden) {
    return { message: cause.message, extensions: { code: 'FORBIDDEN', scope: cause.scope } };
  }
  if (cause instanceof LedgerUnavailable) return unavailable(cause.message);
  if (cause instanceof DatabaseUnavailable) return unavailable('The points cannot be read right now; try again.');
  if (cause instanceof EngineUnavailable) {
    const message = "The program's loyalty system does not answer right now; try again.";
    return { message, extensions: { code: 'ENGINE_UNAVAILABLE' } };
  }
  const code = extensions?.['code'];
  if (!PUBLIC_CODES.has(code)) return null;
  const field = extensions?.['field'] ?? (code === 'BAD_USER_INPUT' ? fieldOfVariable(message) : null);
  return typeof field === 'string'
    ? badInput(withoutSecrets(message, field), field)
    : { message, extensions: { code } };
}

/** Apollo Server keeps names that were nearly met out of what validation says, but not out of what is said of variables. */
function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ Did you mean .*\?$/s, '') };
}

/** What graphql-js says of a variable repeats its value, which beside an input's secrets may be one. */
function withoutSecrets(message: string, field: string): string {
  if (!message.startsWith('Variable "$') || !/secret/i.test(message)) return message;
  return `${field}: ${message.slice(message.lastIndexOf('; ') + 2)}`;
}

function badInput(message: string, field: string): GraphQLFormattedError {
  return { message, extensions: { code: 'BAD_USER_INPUT', field } };
}

function unavailable(message: string): GraphQLFormattedError {
  return { message, extensions: { code: 'SERVICE_UNAVAILABLE' } };
}
