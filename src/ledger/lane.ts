import { setImmediate as nextTurn } from 'node:timers/promises';
import { giveUpLate, type Job } from './job.ts';
import { type SettleOptions, settleBatch } from './settleBatch.ts';

/** Does the commands of some buckets, batch after batch, in the order in which they came. */
export interface Lane {
  add(job: Omit<Job, 'deadline'>): void;
}

export interface LaneOptions extends SettleOptions {
  /** Milliseconds after which a caller hears that the ledger is unavailable, whatever became of the command. */
  readonly patience: number;
}

/** At most so many commands a batch: beyond it a batch only takes longer. */
const BATCH_CAP = 500;

/**
 * A lane takes whatever waits as soon as it is free. So one caller alone waits for nobody, and the more callers there
 * are, the more of them share a round trip and a flush to disk. No timer holds a batch back; the one there is tells
 * callers in time when PostgreSQL neither answers nor fails.
 */
export function createLane({ patience, ...options }: LaneOptions): Lane {
  let waiting: Job[] = [];
  let batch: Job[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    const watch = setInterval(
      () => {
        const cause = new Error('PostgreSQL does not answer.');
        giveUpLate(batch, cause);
        waiting = giveUpLate(waiting, cause);
      },
      Math.min(patience, 500),
    );
    while (waiting.length > 0) {
      // Those who were answered, or arrived on the same turn, get to say what they want next.
      await nextTurn();
      batch = waiting.splice(0, BATCH_CAP);
      await settleBatch(batch, options);
    }
    clearInterval(watch);
    batch = [];
    isRunning = false;
  }

  return {
    add({ command, resolve, reject }) {
      waiting.push({ command, deadline: performance.now() + patience, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      void run();
    },
  };
}
