import type { AccountRef } from '../account.ts';
import type { StoredAward } from '../award.ts';
import type { Book } from '../book.ts';

/** The account's award of that id; null: none. Another account's award looks like one that does not exist. */
export function ownAward(book: Book, account: Pick<AccountRef, 'id'>, awardId: string): StoredAward | null {
  const award = book.awards.get(awardId);
  return award?.account.id === account.id ? award : null;
}
