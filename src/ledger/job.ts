import type { Command } from './command.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import type { Answer } from './postBatch.ts';

/** A command that waits to be done, and who waits for it. */
export interface Job {
  readonly command: Command;
  /** Milliseconds of the process's steady clock: from then on, the caller rather hears that it is not known. */
  readonly deadline: number;
  readonly resolve: (answer: Exclude<Answer, Error>) => void;
  readonly reject: (error: Error) => void;
}

export function answer(job: Job, given: Answer): void {
  if (given instanceof Error) job.reject(given);
  else job.resolve(given);
}

/** Tells those whose deadline is over that the ledger is unavailable, once, and gives the others. */
export function giveUpLate(jobs: readonly Job[], cause: unknown): Job[] {
  const now = performance.now();
  return jobs.filter((job) => {
    if (now < job.deadline) return true;
    job.reject(new LedgerUnavailable(cause));
    return false;
  });
}
