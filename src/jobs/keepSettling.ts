import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engines } from '../connectors/engines.ts';

export interface KeepSettlingOptions {
  readonly engines: Pick<Engines, 'all'>;
  /** Drives some of what is due on, and gives how many; each is claimed. */
  readonly settle: readonly (() => Promise<number>)[];
  readonly logger: Logger;
  /** Milliseconds between two looks; absent: two seconds. */
  readonly pause?: number;
}

/**
 * Looks every few seconds for redemptions and earnings that are due, where a program has an engine: members wait for
 * them, so they are not left to the minute of the scheduled work. Every process may do it: each is claimed.
 */
export function keepSettling({ engines, settle, logger, pause = 2000 }: KeepSettlingOptions): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { signal } = stopping;
  const settling = (async () => {
    while (!signal.aborted) {
      try {
        if ((await engines.all()).length > 0) await Promise.all(settle.map((one) => one()));
      } catch (error) {
        logger.error({ err: error }, 'What engines were asked for could not be settled; the next look does the rest.');
      }
      await delay(pause, undefined, { signal, ref: false }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await settling;
    },
  };
}
