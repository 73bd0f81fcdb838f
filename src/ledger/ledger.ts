import type { AccountRef, StoredAccount } from './account.ts';
import type { BalanceAtQuery } from './asOf.ts';
import type { Command } from './command.ts';
import type { Counter, CounterRange } from './counters.ts';
import type { Day } from './day.ts';
import type { Movement, MovementPage, MovementPageQuery } from './movements.ts';
import type { Outcome } from './outcome.ts';
import type { Minor } from './points.ts';
import type { ProgramPolicy } from './program.ts';
import type { Entry, EntryPage, EntryPageQuery, EntryRef } from './statement.ts';

/** Counters of an account and of its program. */
export interface CounterQuery {
  readonly account: AccountRef;
  readonly ranges: readonly CounterRange[];
}

export interface ActivityQuery {
  readonly program: ProgramPolicy;
  /** Days in the program's time zone, both included. */
  readonly from: Day;
  readonly to: Day;
  readonly period: 'DAY' | 'MONTH' | 'YEAR';
}

/** What happened to a program's points in a period, by when it took effect. Never negative. */
export interface Activity {
  /** The period's first day. */
  readonly day: Day;
  readonly issued: Minor;
  /** Taken back of what was issued. */
  readonly takenBack: Minor;
  readonly redeemed: Minor;
  /** Given back of what was redeemed. */
  readonly refunded: Minor;
  /** Or forfeited, when an account was closed. */
  readonly expired: Minor;
}

/** What a program owes its members now. */
export interface Liability {
  readonly asOf: Date;
  /** Held points included. */
  readonly outstanding: Minor;
  readonly held: Minor;
  readonly pending: Minor;
  /** Of accounts that are closed, nothing is owed any more. */
  readonly debt: Minor;
  /** Outstanding points that are not held, by the last day of the month in which they expire; null: never. Expired ones that were not swept yet are left out. */
  readonly expiring: readonly { readonly month: Day | null; readonly points: Minor }[];
}

/** The points of every member: the one place that moves them, and the reads that the graph is made of. */
export interface Ledger {
  /**
   * Does a command once and says what came of it. Resolves after the commit. Throws LedgerUnavailable when
   * PostgreSQL could not be reached in time: the outcome is unknown then, and repeating the command is safe.
   */
  post(command: Command): Promise<Outcome>;

  /** The accounts as of now, in the order asked; null where none was opened. One statement, whatever the number. */
  accounts(refs: readonly Pick<AccountRef, 'id' | 'bucket'>[]): Promise<(StoredAccount | null)[]>;
  /** Every account of each member, in the order asked. One statement. */
  accountsOfMembers(memberIds: readonly string[]): Promise<StoredAccount[][]>;
  /** What each account owned at an instant, held points included; null: it did not exist yet. One statement. */
  balancesAt(queries: readonly BalanceAtQuery[]): Promise<(Minor | null)[]>;
  /** A page of each account's postings, newest first. One statement. */
  entryPages(queries: readonly EntryPageQuery[]): Promise<EntryPage[]>;
  /** Single postings, in the order asked; null: there is none. One statement. */
  entries(refs: readonly EntryRef[]): Promise<(Entry | null)[]>;
  /** Accepted requests that moved points, with what was given back since; null: there is none. One statement. */
  movements(ids: readonly string[]): Promise<(Movement | null)[]>;
  /** A page of each account's debits or credits, newest first. One statement. */
  movementPages(queries: readonly MovementPageQuery[]): Promise<MovementPage[]>;

  /** Counters as they stand, in the order asked: what simulating and showing a tier need. One statement. */
  counters(queries: readonly CounterQuery[]): Promise<(readonly Counter[])[]>;

  /** What happened in each period in which something did, oldest first. */
  activity(query: ActivityQuery): Promise<readonly Activity[]>;
  liability(program: ProgramPolicy): Promise<Liability>;

  /** Takes away the expired lots of every account of a program up to today. May be late, killed, repeated or doubled. */
  expireLots(programs: readonly ProgramPolicy[]): Promise<number>;
  /** Clears the pending awards whose time has come. May be late, killed, repeated or doubled. */
  clearDueAwards(programs: readonly ProgramPolicy[]): Promise<number>;
  /** Releases the holds whose time is over. May be late, killed, repeated or doubled. */
  releaseDueHolds(programs: readonly ProgramPolicy[]): Promise<number>;
  /** Finishes what is under way and takes no more. */
  close(): Promise<void>;
}
