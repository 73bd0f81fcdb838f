import type { onRequestHookHandler } from 'fastify';
import { createRouterCredential } from './routerCredential.ts';

/** Refuses with 401 what does not come through the router; lets everything pass where no secret is configured. */
export function requireRouter(secrets: readonly string[]): onRequestHookHandler {
  if (secrets.length === 0) {
    return (_, __, done) => {
      done();
    };
  }
  const isRouter = createRouterCredential(secrets);
  return (request, reply, done) => {
    if (isRouter(request.headers)) return done();
    const message = 'This graph answers its router alone.';
    void reply.code(401).send({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
  };
}
