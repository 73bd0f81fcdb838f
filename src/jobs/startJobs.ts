import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import PgBoss from 'pg-boss';
import { oneAtATime } from '../database/oneAtATime.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { ReconciliationDesk } from '../reconciliation/reconciliationDesk.ts';

export interface JobsOptions {
  readonly connectionString: string;
  readonly ledger: Pick<Ledger, 'expireLots' | 'releaseDueHolds' | 'clearDueAwards'>;
  readonly programs: Pick<Programs, 'all'>;
  /** Replays the signed messages whose transaction has come. */
  readonly replayWaiting: () => Promise<number>;
  /** Tells what time alone changed: tiers, and points that expire soon. Absent: nobody is told of anything. */
  readonly tellDaily?: (() => Promise<number>) | undefined;
  /** Forgets deliveries of events that are long settled. */
  readonly forgetDeliveries?: (() => Promise<number>) | undefined;
  /** Compares every engine's books with ours; and takes up the comparisons that stopped. Absent: there are no engines. */
  readonly reconciliation?: Pick<ReconciliationDesk, 'reconcileAll' | 'resumeStopped'> | undefined;
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
/** At most one waits and one runs, in all replicas together. One that was killed keeps its place for five minutes. */
const QUEUE = { policy: 'stately', expireInMinutes: 5, retryLimit: 0, retentionDays: 1 } as const;
const SETUP_LOCK = 7_046_914_053;
const STOP_MILLISECONDS = 10_000;

/**
 * Runs the scheduled work, once a time however many replicas there are. Every job may be late, killed, repeated or
 * doubled: a schedule that was missed is caught up with by the next one, so nothing is retried.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { connectionString, ledger, programs, replayWaiting, tellDaily, forgetDeliveries, logger } = options;
  const { reconciliation } = options;
  const jobs: readonly Job[] = [
    { name: 'expire-lots', cron: '5 * * * *', work: async () => ledger.expireLots(await programs.all()) },
    { name: 'clear-due-awards', cron: '* * * * *', work: async () => ledger.clearDueAwards(await programs.all()) },
    { name: 'replay-waiting-messages', cron: '* * * * *', work: replayWaiting },
    ...(tellDaily ? [{ name: 'tell-daily', cron: '15 5 * * *', work: tellDaily }] : []),
    ...(forgetDeliveries ? [{ name: 'forget-deliveries', cron: '25 * * * *', work: forgetDeliveries }] : []),
    ...(reconciliation
      ? [
          { name: 'reconcile-engines', cron: '35 3 * * *', work: reconciliation.reconcileAll },
          { name: 'resume-reconciliations', cron: '45 * * * *', work: reconciliation.resumeStopped },
        ]
      : []),
    { name: 'release-due-holds', cron: '* * * * *', work: async () => ledger.releaseDueHolds(await programs.all()) },
  ];
  const boss = new PgBoss({ connectionString, application_name: 'points-jobs', max: 2, retryLimit: 0 });
  boss.on('error', (error) => logger.error({ err: error }, 'The job queue stumbled.'));
  const running = new Set<Promise<void>>();
  let isStopping = false;

  async function run({ name, work }: Job): Promise<void> {
    try {
      const count = await work();
      if (count > 0) logger.info({ job: name, count }, 'A job is done.');
    } catch (error) {
      logger.error({ err: error, job: name }, 'A job failed; its next time does what is left.');
    }
  }

  async function offer(job: Job): Promise<void> {
    // The queue may hand out a job that it fetched while it was told to stop.
    if (isStopping) return;
    const underWay = run(job);
    running.add(underWay);
    await underWay;
    running.delete(underWay);
  }

  try {
    // Several replicas that make the queue's tables at once would deadlock.
    await oneAtATime(connectionString, SETUP_LOCK, async () => {
      await boss.start();
      for (const { name } of jobs) await boss.createQueue(name, { name, ...QUEUE });
    });
    for (const job of jobs) {
      const { name, cron } = job;
      await boss.schedule(name, cron);
      // What fell due while nobody ran.
      await boss.send(name, {});
      await boss.work(name, { pollingIntervalSeconds: POLLING_SECONDS }, () => offer(job));
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return {
    async stop() {
      isStopping = true;
      await Promise.race([Promise.all(running), delay(STOP_MILLISECONDS, undefined, { ref: false })]);
      await boss.stop({ graceful: false });
    },
  };
}
