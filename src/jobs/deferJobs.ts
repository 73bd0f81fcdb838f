import { setTimeout as delay } from 'node:timers/promises';
import type { Jobs, JobsOptions } from './startJobs.ts';

export interface DeferredJobs extends Jobs {
  start(): void;
}

const TRY_AGAIN_MILLISECONDS = 30_000;

/** The scheduled work, started behind everything else: nobody waits for it, and the service serves without it. */
export function deferJobs(options: JobsOptions): DeferredJobs {
  const stopping = new AbortController();
  let starting: Promise<Jobs | null> = Promise.resolve(null);
  return {
    start() {
      starting = startUntil(options, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await (await starting)?.stop();
    },
  };
}

async function startUntil(options: JobsOptions, stopped: AbortSignal): Promise<Jobs | null> {
  const { startJobs } = await import('./startJobs.ts');
  while (!stopped.aborted) {
    try {
      return await startJobs(options);
    } catch (error) {
      options.logger.error({ err: error }, 'The scheduled jobs do not run; the next try is soon.');
      await delay(TRY_AGAIN_MILLISECONDS, undefined, { signal: stopped }).catch(() => {});
    }
  }
  return null;
}
