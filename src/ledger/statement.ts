import type { AccountRef } from './account.ts';
import type { Minor } from './points.ts';

export type EntryKind = 'EARN' | 'REDEEM' | 'REVERSE' | 'EXPIRE' | 'ADJUST' | 'TRANSFER';

export interface EntryRef {
  readonly accountId: string;
  readonly seq: bigint;
}

/** A posting with the words of the request behind it. */
export interface Entry extends EntryRef {
  readonly kind: EntryKind;
  /** Positive adds, negative takes. */
  readonly points: Minor;
  readonly balanceAfter: Minor;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly requestId: string;
  /** Of a reversal: the request that it reverses. Of everything that clearing or taking back posts: the award. */
  readonly targetId: string | null;
  readonly reason: string | null;
}

export interface EntryPageQuery {
  readonly account: Pick<AccountRef, 'id' | 'bucket'>;
  readonly first: number;
  /** Entries older than this one; null: from the newest. */
  readonly before: bigint | null;
  /** Null: every kind. */
  readonly kinds: readonly EntryKind[] | null;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  /** Whether older ones follow. */
  readonly hasMore: boolean;
}
