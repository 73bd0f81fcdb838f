import type { Minor } from '../ledger/points.ts';
import type { SagaState } from '../saga/sagaRow.ts';

/** What we asked an engine to take or to give back for a member, as reconciling needs it. */
export interface OwnRow {
  /** Our reference in the engine. */
  readonly id: string;
  readonly kind: 'REDEMPTION' | 'REVERSAL';
  /** Of a redemption, itself. */
  readonly redemptionId: string;
  readonly state: SagaState;
  readonly points: Minor;
  readonly engineMember: string;
  readonly engineReference: string | null;
  readonly firstSentAt: Date | null;
  readonly requestedAt: Date;
  readonly settledAt: Date | null;
  /** Whether it was declined because the engine had nothing of it however often it was asked, and not refused. */
  readonly isAbsent: boolean;
  /** Whether our books repeat it. Of what is not captured, false. */
  readonly isMirrored: boolean;
}

export interface OwnRowsQuery {
  readonly accountId: string;
  /** Rows that were settled before it are left out, but for those that are named. */
  readonly from: Date;
  /** What the engine's movements name: ours, and the engine's own. */
  readonly references: readonly string[];
  readonly engineReferences: readonly string[];
}

/** What we asked of engines. Throws DatabaseUnavailable and DatabaseRefused. */
export interface OwnRows {
  /** Oldest first: those that are not settled, that were settled since, or that are named. One statement. */
  of(query: OwnRowsQuery): Promise<readonly OwnRow[]>;
}
