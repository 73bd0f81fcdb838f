import type { Logger } from 'pino';
import PgBoss from 'pg-boss';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';

export interface JobsOptions {
  readonly connectionString: string;
  readonly ledger: Pick<Ledger, 'expireLots' | 'releaseDueHolds'>;
  readonly programs: Pick<Programs, 'all'>;
  readonly logger: Logger;
}

export interface Jobs {
  /** Lets the job under way finish, for a while, and takes no more. */
  stop(): Promise<void>;
}

interface Job {
  readonly name: string;
  readonly cron: string;
  /** Gives how many things it did. */
  readonly work: () => Promise<number>;
}

const POLLING_SECONDS = 15;
const STOP_MILLISECONDS = 10_000;

/**
 * Runs the scheduled work, once a time however many replicas there are. Every job may be late, killed, repeated or
 * doubled: a schedule that was missed is caught up with by the next one, so nothing is retried.
 */
export async function startJobs({ connectionString, ledger, programs, logger }: JobsOptions): Promise<Jobs> {
  const jobs: readonly Job[] = [
    { name: 'expire-lots', cron: '5 * * * *', work: async () => ledger.expireLots(await programs.all()) },
    { name: 'release-due-holds', cron: '* * * * *', work: async () => ledger.releaseDueHolds(await programs.all()) },
  ];
  const boss = new PgBoss({ connectionString, application_name: 'points-jobs', max: 2, retryLimit: 0 });
  boss.on('error', (error) => logger.error({ err: error }, 'The job queue stumbled.'));
  await boss.start();
  for (const { name, cron, work } of jobs) {
    // Stately: at most one waits and one runs, in all replicas together.
    await boss.createQueue(name, { name, policy: 'stately', expireInMinutes: 60, retryLimit: 0, retentionDays: 1 });
    await boss.schedule(name, cron);
    // What fell due while nobody ran.
    await boss.send(name, {});
    await boss.work(name, { pollingIntervalSeconds: POLLING_SECONDS }, async () => {
      try {
        const count = await work();
        if (count > 0) logger.info({ job: name, count }, 'A job is done.');
      } catch (error) {
        logger.error({ err: error, job: name }, 'A job failed; its next time does what is left.');
      }
    });
  }
  return { stop: () => boss.stop({ timeout: STOP_MILLISECONDS }) };
}
