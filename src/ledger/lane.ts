import { setImmediate as nextTurn } from 'node:timers/promises';
import { giveUpLate, type Job } from './job.ts';
import { type SettleOptions, settleBatch } from './settleBatch.ts';

/** Does the commands of some buckets, batch after batch, in the order in which they came. */
export interface Lane {
  add(job: Job): void;
}

/** At most so many commands a batch: beyond it a batch only takes longer. */
const BATCH_CAP = 500;

/**
 * A lane takes whatever waits as soon as it is free. So one caller alone waits for nobody, and the more callers there
 * are, the more of them share a round trip and a flush to disk. There is no timer.
 */
export function createLane(options: Omit<SettleOptions, 'onAway'>): Lane {
  let waiting: Job[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Those who were answered, or arrived on the same turn, get to say what they want next.
      await nextTurn();
      const batch = waiting.splice(0, BATCH_CAP);
      await settleBatch(batch, {
        ...options,
        onAway: (cause) => {
          waiting = giveUpLate(waiting, cause);
        },
      });
    }
    isRunning = false;
  }

  return {
    add(job) {
      waiting.push(job);
      if (isRunning) return;
      isRunning = true;
      void run();
    },
  };
}
