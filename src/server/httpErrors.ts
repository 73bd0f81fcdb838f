import type { FastifyError, FastifyInstance } from 'fastify';

/**
 * Answers what never reaches the graph, like a body that is no JSON or is too large, in the graph's own form. A
 * fault of ours is logged, and its words stay here.
 */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorsOf(error.message, 'BAD_REQUEST'));
    request.log.error({ err: error, requestId: request.id }, 'A request failed by a fault of the service.');
    return reply.code(500).send(errorsOf('Internal server error.', 'INTERNAL_SERVER_ERROR', { requestId: request.id }));
  });
  app.setNotFoundHandler((_, reply) => reply.code(404).send(errorsOf('There is nothing here.', 'NOT_FOUND')));
}

function errorsOf(message: string, code: string, more: Readonly<Record<string, string>> = {}): object {
  return { errors: [{ message, extensions: { code, ...more } }] };
}
