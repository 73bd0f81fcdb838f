import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify';
import { isUnavailable } from '../ledger/isUnavailable.ts';
import { CannotUnseal } from '../secrets/createSealer.ts';

const BODY_LIMIT = 256 * 1024;

export interface RawRoute<Params> extends RouteGenericInterface {
  Params: Params;
  Body: Buffer | undefined;
}

/**
 * A route for messages that are verified by the bytes as they came: nothing reads them before. 413 more than 256 kB;
 * 503 send it again; 500 our fault, send it again.
 */
export function registerRawWebhooks<Params>(
  app: FastifyInstance,
  path: string,
  handle: (request: FastifyRequest<RawRoute<Params>>, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.register(async (webhooks) => {
    webhooks.removeAllContentTypeParsers();
    webhooks.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, raw, done) => {
      done(null, raw);
    });
    webhooks.setErrorHandler(answerError);
    webhooks.post<RawRoute<Params>>(path, { bodyLimit: BODY_LIMIT }, async (request, reply) => handle(request, reply));
  });
}

export function unauthorized(reply: FastifyReply, message: string): FastifyReply {
  return problem(reply, 401, 'UNAUTHORIZED', message);
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isUnavailable(error)) return later(reply);
  if (error instanceof CannotUnseal) {
    request.log.error({ err: error }, 'A webhook message cannot be verified.');
    return later(reply);
  }
  const { statusCode = 500 } = error;
  if (statusCode === 413) return problem(reply, 413, 'BODY_TOO_LARGE', 'The body is larger than 256 kB.');
  if (statusCode >= 400 && statusCode < 500) return problem(reply, statusCode, 'BAD_REQUEST', error.message);
  request.log.error({ err: error, requestId: request.id }, 'A webhook message was answered 500.');
  return problem(reply, 500, 'INTERNAL', 'Something went wrong here. Send the same message again.');
}

function later(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', '1');
  return problem(reply, 503, 'UNAVAILABLE', 'Send the same message again.');
}

function problem(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ status: 'error', code, message });
}
