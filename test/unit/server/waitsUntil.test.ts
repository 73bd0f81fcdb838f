import Fastify from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import type { LoadedAccount } from '../../../src/graphql/parents.ts';
import { createArrivals } from '../../../src/server/arrivals.ts';
import { createContext } from '../../../src/server/context.ts';
import { waitsUntil } from '../../../src/server/waitsUntil.ts';
import type { Services } from '../../../src/services.ts';

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['1', 951],
  ['2000', 2950],
  ['999999999', 1_000_000_949],
  ['0', Infinity],
  ['-1', Infinity],
  ['1.5', Infinity],
  ['1e3', Infinity],
  [' 100', Infinity],
  ['', Infinity],
  ['100, 200', Infinity],
  ['9999999999', Infinity],
])('%j milliseconds left', (left, until) => {
  expect(waitsUntil({ 'x-deadline-ms': left }, 1000)).toBe(until);
  expect(waitsUntil({}, 1000)).toBe(Infinity);
});

test('the time counts from when the request arrived: its body and its token have taken some of it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const viewer: Viewer = { subject: 'jane', scopes: new Set(), programs: 'all', memberId: null };
  const asked: (number | undefined)[] = [];
  const read = async (_: unknown, __: unknown, until?: number): Promise<null> => {
    asked.push(until);
    return null;
  };
  const services = { engines: { balances: { read } } } as unknown as Services;
  const slow = {
    async authenticate() {
      vi.advanceTimersByTime(600);
      return viewer;
    },
  };
  const arrivals = createArrivals();
  const context = createContext(services, slow, () => new Date(), arrivals);
  const app = Fastify();
  app.addContentTypeParser('text/slow', (_, __, done) => {
    vi.advanceTimersByTime(300);
    done(null, '');
  });
  app.route({
    method: 'POST',
    url: '/',
    onRequest: [arrivals.note],
    handler: async (request) => {
      const { loaders } = await context(request);
      await loaders.engineBalance.load({ id: 'jane', engine: {} } as LoadedAccount);
      return '';
    },
  });
  const began = performance.now();
  const headers = { 'x-deadline-ms': '800', 'content-type': 'text/slow' };
  await app.inject({ method: 'POST', url: '/', headers, payload: 'x' });
  expect(performance.now()).toBe(began + 900);
  expect(asked).toEqual([began + 750]);
  await app.close();
});
