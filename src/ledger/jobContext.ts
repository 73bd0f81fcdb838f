import type { Sql, Statement } from '../database/port.ts';
import type { Command } from './command.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import type { Outcome } from './outcome.ts';

/** What the ledger's jobs work with: they read pages, and post through the same way as everybody. */
export interface JobContext {
  readonly reads: Sql;
  readonly now: (databaseTime: Date) => Date;
  readonly post: (command: Command) => Promise<Outcome>;
}

/** Rows a page: few enough to leave the lanes room for the members. */
export const PAGE_SIZE = 200;

const CLOCK: Statement = { name: 'clock', text: 'SELECT clock_timestamp() AS time' };

/** The ledger's time. */
export async function timeOfLedger({ reads, now }: Pick<JobContext, 'reads' | 'now'>): Promise<Date> {
  const [row] = await reads.query<{ time: Date }>(CLOCK, []);
  if (row === undefined) throw new LedgerUnavailable(new Error('The database tells no time.'));
  return now(row.time);
}

/**
 * Posts a page of commands and gives how many did something now. One that fails leaves the others alone: its error
 * is added to the list, for the end of the job. A ledger that is unavailable ends the job at once.
 */
export async function postPage(context: JobContext, commands: readonly Command[], errors: unknown[]): Promise<number> {
  const results = await Promise.allSettled(commands.map((command) => context.post(command)));
  let done = 0;
  for (const result of results) {
    if (result.status === 'rejected') {
      if (result.reason instanceof LedgerUnavailable) throw result.reason;
      errors.push(result.reason);
    } else if (result.value.status === 'accepted' && !result.value.replayed) {
      done += 1;
    }
  }
  return done;
}

/** Ends a job: throws what went wrong on its way. */
export function throwAny(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} commands of a job failed.`);
}
