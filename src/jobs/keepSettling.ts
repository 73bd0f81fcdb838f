import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engines } from '../connectors/engines.ts';
import type { EngineSaga } from '../redemption/engine/engineSaga.ts';

export interface KeepSettlingOptions {
  readonly engines: Pick<Engines, 'all'>;
  readonly saga: Pick<EngineSaga, 'settleDueRedemptions'>;
  readonly logger: Logger;
  /** Milliseconds between two looks; absent: two seconds. */
  readonly pause?: number;
}

/**
 * Looks every few seconds for redemptions that are due, where a program has an engine: members wait for them, so they
 * are not left to the minute of the scheduled work. Every process may do it: each redemption is claimed.
 */
export function keepSettling({ engines, saga, logger, pause = 2000 }: KeepSettlingOptions): {
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const { signal } = stopping;
  const settling = (async () => {
    while (!signal.aborted) {
      try {
        if ((await engines.all()).length > 0) await saga.settleDueRedemptions();
      } catch (error) {
        logger.error({ err: error }, 'Redemptions could not be settled; the next look does what is left.');
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
