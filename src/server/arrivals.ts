import type { FastifyRequest, onRequestHookHandler } from 'fastify';

/** When requests arrived, by performance.now(). */
export interface Arrivals {
  /** Notes it: to stand before everything that takes time, the reading of the body too. */
  readonly note: onRequestHookHandler;
  /** Throws for a request that was not noted. */
  of(request: FastifyRequest): number;
}

export function createArrivals(): Arrivals {
  const times = new WeakMap<FastifyRequest, number>();
  return {
    note(request, _, done) {
      times.set(request, performance.now());
      done();
    },
    of(request) {
      const arrivedAt = times.get(request);
      if (arrivedAt === undefined) throw new Error('the arrival of a request was not noted');
      return arrivedAt;
    },
  };
}
