import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Ledger } from '../ledger/ledger.ts';
import type { ReadBacklog } from './backlog.ts';
import { backlogGauges } from './backlogGauges.ts';

/** What the service counts of itself: no member, no id and no amount is in it. */
export interface Metrics {
  /** How long a request took, in seconds. The route is its pattern, so that callers cannot invent series. */
  request(route: string, status: number, seconds: number): void;
  /** A ledger that counts what its commands come to. */
  observed(ledger: Ledger): Ledger;
  /** What an attempt to deliver an event came to. */
  delivery(outcome: string): void;
  /** What waits, read once at every scrape. Told of once. */
  backlog(read: ReadBacklog): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** From a read that meets a cache to a batch that waits for a busy disk. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'points_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const commands = new Counter({
    name: 'points_ledger_commands_total',
    help: 'What commands of the ledger came to; unknown: the caller was not told.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'points_event_deliveries_total',
    help: 'What attempts to deliver events came to.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    delivery: (outcome) => deliveries.inc({ outcome }),
    backlog: (read) => backlogGauges(registry, read),
    request: (route, status, seconds) => requests.observe({ route, status }, seconds),
    observed: (ledger) => ({
      ...ledger,
      async post(command) {
        try {
          const outcome = await ledger.post(command);
          commands.inc({ kind: command.kind, outcome: outcome.status });
          return outcome;
        } catch (error) {
          commands.inc({ kind: command.kind, outcome: 'unknown' });
          throw error;
        }
      },
    }),
    text: async () => registry.metrics(),
    contentType: registry.contentType,
  };
}
