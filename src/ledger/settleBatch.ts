import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/port.ts';
import { answer, giveUpLate, type Job } from './job.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import { type Answer, postBatch } from './postBatch.ts';
import type { StoredRequest } from './posting.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export interface SettleOptions {
  readonly database: Database;
  readonly now: (databaseTime: Date) => Date;
}

/** How often a batch that met another transaction is tried as it is, and a single command. */
const BATCH_TRIES = 3;
const SINGLE_TRIES = 10;

/**
 * Does a batch and answers every job of it, whatever happens; never throws.
 *
 * A refusal that could be one command's fault halves the batch, until the guilty one is alone: it harms nobody else,
 * and finding it costs a few transactions. A lost connection is tried again with the same ids until the jobs'
 * deadlines: if the lost try had committed, the next one finds its requests stored and answers from them. So an
 * unknown outcome is never told as a failure.
 */
export async function settleBatch(
  jobs: readonly Job[],
  options: SettleOptions,
  tries: Map<string, StoredRequest>[] = [],
): Promise<void> {
  let waiting = jobs;
  for (let round = 1; waiting.length > 0; round += 1) {
    const earlier = tries.length;
    try {
      const commands = waiting.map((job) => job.command);
      const answers = await postBatch(commands, { ...options, tries });
      for (const [index, job] of waiting.entries()) answer(job, answers[index] as Answer);
      return;
    } catch (error) {
      const trouble = troubleOf(error);
      // Refused, it stored nothing: what looks like it, decided in the same millisecond, is another process's.
      if (trouble !== 'away') tries.splice(earlier);
      if (trouble === 'away' || trouble === 'blocked') waiting = giveUpLate(waiting, error);
      if (isWorthRepeating(trouble, waiting.length, round)) {
        await pause(round);
      } else if (waiting.length <= 1) {
        waiting[0]?.reject(trouble === 'refused' ? (error as Error) : new LedgerUnavailable(error));
        return;
      } else {
        const half = Math.ceil(waiting.length / 2);
        await settleBatch(waiting.slice(0, half), options, tries);
        await settleBatch(waiting.slice(half), options, tries);
        return;
      }
    }
  }
}

function isWorthRepeating(trouble: Trouble, size: number, round: number): boolean {
  if (trouble === 'away') return true;
  if (trouble === 'blocked') return size === 1;
  return trouble === 'overtaken' && round < (size === 1 ? SINGLE_TRIES : BATCH_TRIES);
}

/** Waits longer each time, up to half a second, and never as long as another process that waits for the same. */
async function pause(round: number): Promise<void> {
  await delay(Math.min(500, 2 ** (round + 1)) * (0.5 + Math.random()));
}
