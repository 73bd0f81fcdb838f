import { BadInput } from '../failure/failure.ts';
import { parseSeq } from './seqText.ts';

/** The lists that have pages; a cursor is good in its own list alone. */
export type PagedList = 'entries' | 'redemptions' | 'earnings';

/**
 * The cursor of the row at a place in an account's history. It names the row, not a count of rows, so a page stays
 * right while newer rows arrive. Opaque to clients, and versioned so that it may look otherwise one day.
 */
export function encodeCursor(list: PagedList, seq: bigint): string {
  return Buffer.from(`1:${list}:${seq}`).toString('base64url');
}

/** The place that `after` names; null where there is none. Throws BadInput for what is no cursor of the list. */
export function decodeCursor(list: PagedList, after: string | null | undefined): bigint | null {
  if (after == null) return null;
  const [version, of, text = '', ...rest] = Buffer.from(after, 'base64url').toString().split(':');
  const seq = version === '1' && of === list && rest.length === 0 ? parseSeq(text) : null;
  // Decoding is lenient; one row has one cursor.
  if (seq === null || encodeCursor(list, seq) !== after) throw new BadInput('after', `is no cursor of ${list}`);
  return seq;
}
