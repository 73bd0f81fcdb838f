import { Gauge, type Registry } from 'prom-client';
import type { Backlog, ReadBacklog } from './backlog.ts';

const GAUGES: Readonly<Record<Exclude<keyof Backlog, 'programId'>, readonly [name: string, help: string]>> = {
  reconciliationItems: ['points_reconciliation_open_items', 'What comparisons found and somebody has to put right.'],
  redemptions: ['points_redemptions_waiting', 'Redemptions and reversals that an engine has not decided.'],
  oldestRedemption: ['points_redemption_oldest_waiting_seconds', 'How long the oldest of them waits.'],
  earnings: ['points_transactions_waiting', 'Transactions that an engine has neither taken nor refused.'],
  oldestEarning: ['points_transaction_oldest_waiting_seconds', 'How long the oldest of them waits.'],
  deliveries: [
    'points_event_deliveries_waiting',
    'Deliveries of events that wait for a receiver that is not disabled.',
  ],
  oldestDelivery: ['points_event_oldest_waiting_seconds', 'How long the oldest of them waits.'],
  disabledEndpoints: [
    'points_event_endpoints_disabled',
    'Receivers of events that get nothing until they are enabled.',
  ],
  deadLetters: ['points_dead_letters_open', 'Messages that could not be applied and wait for somebody.'],
};

/**
 * Gauges of what waits, by program, read at every scrape and once for all of them; scrapes at once share a reading.
 * What cannot be read has no value then: an old one would hide it.
 */
export function backlogGauges(registry: Registry, read: ReadBacklog): void {
  let underWay: Promise<readonly Backlog[]> | null = null;
  const reading = async (): Promise<readonly Backlog[]> => {
    underWay ??= read()
      .catch(() => [])
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };
  for (const [key, [name, help]] of Object.entries(GAUGES) as [keyof typeof GAUGES, readonly [string, string]][]) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['program'],
      registers: [registry],
      async collect(): Promise<void> {
        const programs = await reading();
        gauge.reset();
        for (const one of programs) gauge.set({ program: one.programId }, one[key]);
      },
    });
  }
}
