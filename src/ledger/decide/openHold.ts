import type { AccountRef } from '../account.ts';
import type { Book } from '../book.ts';
import type { Hold } from '../posting.ts';

/** The account's open hold of that id; null: none. Another account's hold looks like one that does not exist. */
export function openHold(book: Book, account: Pick<AccountRef, 'id'>, holdId: string): Hold | null {
  const hold = book.holds.get(holdId);
  return hold?.account.id === account.id && hold.state === 'OPEN' ? hold : null;
}

/** Whether the hold's time is over, even if it has not been released yet. */
export function isDue(hold: Hold, at: Date): boolean {
  return hold.expiresAt !== null && hold.expiresAt <= at;
}
