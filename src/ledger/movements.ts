import type { Award } from './award.ts';
import type { EntryPageQuery } from './statement.ts';
import type { Minor } from './points.ts';
import type { Receipt } from './outcome.ts';

/** An accepted credit, debit, capture or award as it stands now. */
export interface Movement extends Receipt {
  /** Its posting; null: an award that is pending, or came to nothing. */
  readonly seq: bigint | null;
  /**
   * Its place in its list, greater is newer: a redemption's is its seq; an earning's is a seq · 2^32 + a number, those
   * of the credit and 0, or of the posting before the award and the award's number.
   */
  readonly position: bigint;
  /** Of an award: all about it. */
  readonly award: Award | null;
  /** Whose it is. */
  readonly programId: string;
  readonly memberId: string;
  /** Given back since. */
  readonly reversed: Minor;
  readonly effectiveAt: Date;
}

export interface MovementPageQuery extends Pick<EntryPageQuery, 'account' | 'first' | 'before'> {
  readonly kind: 'EARN' | 'REDEEM';
}

export interface MovementPage {
  readonly movements: readonly Movement[];
  readonly hasMore: boolean;
}
