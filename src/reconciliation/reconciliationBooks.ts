import type { AccountRef } from '../ledger/account.ts';
import type { Minor } from '../ledger/points.ts';

/** How much of a run was done; each is added to what was done before. */
export interface Counts {
  readonly members: number;
  readonly movements: number;
  readonly matched: number;
  readonly imported: number;
  readonly reversed: number;
  readonly adjusted: number;
}

export interface ReconciliationRun extends Counts {
  readonly id: string;
  /** Greater is newer. */
  readonly number: bigint;
  readonly programId: string;
  readonly engineKind: string;
  readonly from: Date;
  readonly to: Date;
  readonly startedAt: Date;
  /** Null: it is under way, or stopped and will be taken up again. */
  readonly finishedAt: Date | null;
  readonly words: string | null;
  /** Members up to this one are compared. */
  readonly cursor: string;
  /** How often it was taken up. The claim that is the newest alone writes. */
  readonly attempt: number;
  /** Items of the program that were open when it ended or stopped. */
  readonly open: number;
}

export type ItemKind =
  /** The engine took points for a redemption that was declined here. */
  | 'LATE_DEBIT'
  /** The engine took as many points as a redemption asked for that was declined here, and does not say for what. */
  | 'POSSIBLE_LATE_DEBIT'
  /** A redemption that was taken by what the engine answered, and is not in its history. */
  | 'MISSING_DEBIT'
  /** The engine moved other points than it was asked. */
  | 'POINTS_DIFFER'
  /** A redemption or a reversal that is not decided for long. */
  | 'UNDECIDED'
  /** Our books could not repeat a movement. */
  | 'NOT_IMPORTED'
  /** The engine does not let the member's statement be read. */
  | 'NOT_READ'
  /** Our books were brought to the engine's balance. */
  | 'BALANCE';

/** What a run found. */
export interface Finding {
  /** With the program and the kind, its identity. */
  readonly about: string;
  readonly kind: ItemKind;
  readonly redemptionId: string | null;
  readonly engineReference: string | null;
  readonly points: Minor;
  readonly since: Date;
  readonly reason: string;
  /** What its owner is to do; null: nothing, it is settled. */
  readonly action: string | null;
}

export interface ReconciliationItem extends Omit<Finding, 'about'> {
  readonly id: string;
  readonly number: bigint;
  readonly programId: string;
  readonly memberId: string;
  readonly firstSeenAt: Date;
  /** Null: it is open. */
  readonly settledAt: Date | null;
  readonly firstRunId: string;
  readonly lastRunId: string;
}

/** The runs and what they found. Throws DatabaseUnavailable and DatabaseRefused. */
export interface ReconciliationBooks {
  /** Begins a run, or takes up the one that stopped, for as long as the lease. Null: it is under way. */
  claim(programId: string, engineKind: string, lease: number): Promise<ReconciliationRun | null>;
  /** Members of whom anything happened in the run's time, behind its cursor, in the order of their ids. */
  members(run: ReconciliationRun, most: number): Promise<readonly AccountRef[]>;
  /** False: another process took the run up. */
  advance(run: ReconciliationRun, cursor: string, counts: Counts, lease: number): Promise<boolean>;
  /** Ends it, or gives it back to be taken up again. */
  leave(run: ReconciliationRun, isFinished: boolean, words: string | null): Promise<void>;
  find(id: string): Promise<ReconciliationRun | null>;
  openItems(account: AccountRef): Promise<readonly ReconciliationItem[]>;
  /** Keeps what was found of a member; items of theirs that were open and were not found again are settled. */
  keep(run: ReconciliationRun, account: AccountRef, findings: readonly Finding[]): Promise<void>;
  /** Keeps one as open before the engine is asked to put it right. False: it was asked within that time, in milliseconds. */
  intend(run: ReconciliationRun, account: AccountRef, finding: Finding, within: number): Promise<boolean>;
  runs(programId: string, first: number, before: bigint | null): Promise<readonly ReconciliationRun[]>;
  /** isOpen null: whether open or settled. */
  items(
    programId: string,
    isOpen: boolean | null,
    first: number,
    before: bigint | null,
  ): Promise<readonly ReconciliationItem[]>;
}
