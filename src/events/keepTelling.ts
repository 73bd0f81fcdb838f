import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EventContext } from './eventContext.ts';
import { publishEvents } from './publishEvents.ts';
import type { EventSender } from './sendEvents.ts';

export interface KeepTellingOptions {
  readonly context: EventContext;
  readonly sender: EventSender;
  readonly logger: Logger;
  /** Milliseconds between two looks when there is nothing to do; absent: one second. */
  readonly pause?: number;
}

/**
 * Publishes what was booked and sends what is due, every second and as long as there is more. Every process may do it:
 * one publishes at a time, and each delivery is claimed.
 */
export function keepTelling({ context, sender, logger, pause = 1000 }: KeepTellingOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function keep(work: () => Promise<boolean>, problem: string): Promise<void> {
    while (!signal.aborted) {
      let hasMore = false;
      try {
        hasMore = await work();
      } catch (error) {
        logger.error({ err: error }, problem);
      }
      if (!hasMore) await delay(pause, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  const publishing = keep(
    async () => ((await publishEvents(context)) ?? 0) > 0,
    'Events could not be published; the next look does what is left.',
  );
  const sending = keep(async () => (await sender.begin()) > 0, 'Events could not be sent; the next look tries again.');
  return {
    async stop() {
      stopping.abort();
      await Promise.all([publishing, sending]);
      await sender.settled();
    },
  };
}
