import type { Minor } from '../ledger/points.ts';
import type { Call } from './step.ts';
import type { Progress, DeclineReason, SagaRow } from './sagaRow.ts';

/** A row that this worker drives until its lease is over, or another one claims it. */
export interface Claim<Row extends SagaRow> {
  readonly row: Row;
  /** When it was claimed, by the database's clock. */
  readonly at: Date;
  /**
   * By performance.now(), from before the row was made: it was made claimed, and with the intent to send it. The row is as
   * it would have been before that. Absent: no intent is written yet.
   */
  readonly begunSince?: number;
}

/** What a worker learned, and when the row is due again. */
export interface Learned extends Pick<Progress, 'unsureAt' | 'isAccepted' | 'isCanceling' | 'answers'> {
  readonly state: 'RESERVED' | 'SENDING';
  readonly outcome: string;
  /** Milliseconds from now, by the database's clock. */
  readonly dueIn: number;
}

export type Settlement =
  | {
      readonly state: 'CAPTURED';
      readonly engineReference: string | null;
      /** What the engine awarded; null or absent: it did not say. Of an earning alone. */
      readonly awarded?: Minor | null;
      readonly outcome: string;
    }
  | { readonly state: 'VOIDED'; readonly declineReason: DeclineReason; readonly outcome: string };

export interface ClaimOptions {
  /** Milliseconds, by the database's clock. */
  readonly lease: number;
  /** Not while another call for the same member is under way. */
  readonly oneAtATime: boolean;
}

/** What an engine named, in a message of its own. */
export interface ToldReference {
  readonly reference: string | null;
  readonly orderId: string | null;
}

export type Hastened = Pick<SagaRow, 'id' | 'programId' | 'memberId'>;

/**
 * The rows of the saga. What a worker writes carries its claim's epoch, and does nothing once somebody else has claimed
 * the row or it is settled: the answers say whether it was written. Each is one statement or one short transaction.
 */
export interface SagaRows<Row extends SagaRow> {
  find(ids: readonly string[]): Promise<readonly (Row | null)[]>;
  /** Null: it is settled, not due, or somebody else's. */
  claim(id: string, options: ClaimOptions): Promise<Claim<Row> | null>;
  /** Writes down that a call begins, before it does. When it was written; null: the row is not ours any more. */
  intend(row: Row, call: Call): Promise<Date | null>;
  park(row: Row, learned: Learned): Promise<boolean>;
  settle(row: Row, settlement: Settlement): Promise<boolean>;
  /** Drops a row for which certainly nothing was sent. */
  forget(row: Row): Promise<boolean>;
  /** Those that are due, longest first. */
  due(most: number): Promise<readonly { readonly id: string; readonly programId: string }[]>;
  /**
   * What the engine may have decided is due now: the row of this reference, and those of this order of the program. Those
   * that are not settled; what is under way elsewhere is among them.
   */
  hasten(programId: string, told: ToldReference): Promise<readonly Hastened[]>;
  /** Captured ones that our books do not repeat yet, oldest first. */
  unmirrored(most: number): Promise<readonly Row[]>;
  markMirrored(id: string): Promise<void>;
}
