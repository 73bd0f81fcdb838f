import type { EntryPageQuery } from './statement.ts';
import type { Minor } from './points.ts';
import type { Receipt } from './outcome.ts';

/** An accepted credit, debit or capture as it stands now. */
export interface Movement extends Receipt {
  readonly seq: bigint;
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
