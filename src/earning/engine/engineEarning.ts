import type { Delivery } from '../../ledger/command.ts';
import type { Minor } from '../../ledger/points.ts';
import type { Reservation, SagaRow } from '../../saga/sagaRow.ts';
import type { SagaRows } from '../../saga/sagaRows.ts';
import type { Transaction } from '../transaction.ts';

/**
 * A transaction that is handed to the engine in which the program's points live. CAPTURED: it is handed over, and is
 * never sent again. VOIDED: nothing was awarded.
 */
export interface EngineEarning extends SagaRow {
  readonly transaction: Transaction;
  /** What the engine awarded; null: it has not said so yet. */
  readonly points: Minor | null;
}

/** What an engine told of an earning by itself. */
export interface Awarded {
  readonly points: Minor;
  readonly engineReference: string | null;
}

/** A transaction to hand over, with the message that it came by. */
export interface EarningReservation extends Reservation {
  readonly transaction: Transaction;
  readonly delivery?: Delivery | undefined;
}

export interface EngineEarnings extends SagaRows<EngineEarning> {
  /**
   * The rows of those ids, made now or before, in the order given; the message of each is kept in the inbox with it.
   * `reused`: its message's id came with another body before, and nothing was kept. Null: whoever recorded the same was
   * told in between that it is refused. One transaction.
   */
  reserve(reservations: readonly EarningReservation[]): Promise<readonly (EngineEarning | 'reused' | null)[]>;
  /** Writes down what was awarded, of what was sent and is not told of yet. Null: there is no such row. */
  tell(programId: string, id: string, awarded: Awarded): Promise<EngineEarning | null>;
  /** Those that were sent and not declined, by their ids or by what the engine calls them. */
  named(programId: string, names: readonly string[]): Promise<readonly EngineEarning[]>;
  /** Whether one of the account's is not decided, or is told and not repeated by our books yet. */
  isUndecided(accountId: string): Promise<boolean>;
  /** An account's, newest first, older than the number; null: from the newest. */
  page(accountId: string, first: number, before: bigint | null): Promise<readonly EngineEarning[]>;
}
