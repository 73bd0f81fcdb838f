import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/createMetrics.ts';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * GET /metrics for Prometheus. With a token, for its bearer alone; without one, for everybody who reaches the service:
 * only the demo does without.
 */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, token: string | null): void {
  const wanted = token === null ? null : hashOf(`Bearer ${token}`);
  app.addHook('onResponse', (request, reply, done) => {
    metrics.request(request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', async ({ headers }, reply) => {
    if (wanted !== null && !timingSafeEqual(hashOf(headers.authorization ?? ''), wanted)) {
      return reply.status(401).header('www-authenticate', 'Bearer').send({ message: 'A token is needed.' });
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
