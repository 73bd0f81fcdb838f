import type { Jobs, JobsOptions } from './startJobs.ts';

export interface DeferredJobs extends Jobs {
  start(): void;
}

/** The scheduled work, started behind everything else: nobody waits for it, and the service serves without it. */
export function deferJobs(options: JobsOptions): DeferredJobs {
  let jobs: Promise<Jobs | null> = Promise.resolve(null);
  return {
    start() {
      jobs = start(options);
    },
    async stop() {
      await (await jobs)?.stop();
    },
  };
}

async function start(options: JobsOptions): Promise<Jobs | null> {
  try {
    const { startJobs } = await import('./startJobs.ts');
    return await startJobs(options);
  } catch (error) {
    options.logger.error({ err: error }, 'The scheduled jobs do not run.');
    return null;
  }
}
