import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { IdentityUnavailable } from '../access/identityUnavailable.ts';
import { Unauthenticated } from '../access/unauthenticated.ts';
import type { Viewer } from '../access/viewer.ts';
import type { GraphContext } from '../graphql/context.ts';
import { createLoaders } from '../graphql/loaders/createLoaders.ts';
import type { Services } from '../services.ts';
import type { Arrivals } from './arrivals.ts';
import type { Authenticator } from './authentication.ts';
import { waitsUntil } from './waitsUntil.ts';

/**
 * Makes each request's context: the viewer, told once from the request's token, and loaders of its own. Throws a
 * GraphQLError with the HTTP status for who cannot be told: 401, or 503 when the issuer's keys cannot be had.
 */
export function createContext(
  services: Services,
  authenticator: Authenticator,
  now: () => Date,
  arrivals: Pick<Arrivals, 'of'>,
): (request: FastifyRequest) => Promise<GraphContext> {
  return async (request) => {
    const viewer = await viewerOf(authenticator, request);
    const until = waitsUntil(request.headers, arrivals.of(request));
    return { viewer, services, loaders: createLoaders(viewer, services, now, until), requestId: request.id };
  };
}

async function viewerOf(authenticator: Authenticator, { headers }: FastifyRequest): Promise<Viewer> {
  try {
    return await authenticator.authenticate(headers);
  } catch (error) {
    if (error instanceof Unauthenticated) {
      const challenge = new HeaderMap([['www-authenticate', 'Bearer']]);
      throw httpError(error.message, 'UNAUTHENTICATED', 401, challenge);
    }
    if (error instanceof IdentityUnavailable) throw httpError(error.message, 'SERVICE_UNAVAILABLE', 503);
    throw error;
  }
}

function httpError(message: string, code: string, status: number, headers = new HeaderMap()): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}
