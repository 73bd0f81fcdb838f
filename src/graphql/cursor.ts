import { BadInput } from '../failure/failure.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import { parseSeq } from './seqText.ts';

/** The lists that have pages; a cursor is good in its own list alone. */
export type PagedList =
  | 'entries'
  | 'redemptions'
  | 'earnings'
  | 'securityEvents'
  | 'deadLetters'
  | 'eventDeliveries'
  | 'reconciliationRuns'
  | 'reconciliationItems';

/** Where a row stands: its place in the list's order, or its id where the order is not told by a number. */
export type Place = bigint | string;

// Earnings were once placed by their posting alone; a client may still have such a cursor.
const VERSIONS: Readonly<Partial<Record<PagedList, string>>> = { earnings: '2' };

/**
 * The cursor of the row at a place of its list. It names the row, not a count of rows, so a page stays right while
 * newer rows arrive. Opaque to clients, and versioned so that it may look otherwise one day.
 */
export function encodeCursor(list: PagedList, place: Place): string {
  return encode(VERSIONS[list] ?? '1', list, place);
}

/** The place that `after` names; null where there is none. Throws BadInput for what is no cursor of the list. */
export function decodeCursor(list: Exclude<PagedList, 'deadLetters'>, after: string | null | undefined): bigint | null {
  if (after == null) return null;
  const { version, text } = textOf(list, after);
  const place = parseSeq(text);
  if (place === null) throw noCursor(list);
  return list === 'earnings' && version === '1' ? place << 32n : place;
}

/** The same for a list whose rows are named by their UUIDs. */
export function decodeIdCursor(list: 'deadLetters', after: string | null | undefined): string | null {
  if (after == null) return null;
  const { text } = textOf(list, after);
  if (!isUuid(text)) throw noCursor(list);
  return text;
}

function textOf(list: PagedList, after: string): { readonly version: string; readonly text: string } {
  const [version = '', , text = ''] = Buffer.from(after, 'base64url').toString().split(':');
  // Decoding is lenient; one row has one cursor.
  const isKnown = version === '1' || version === VERSIONS[list];
  if (!isKnown || encode(version, list, text) !== after) throw noCursor(list);
  return { version, text };
}

function encode(version: string, list: PagedList, place: Place): string {
  return Buffer.from(`${version}:${list}:${place}`).toString('base64url');
}

function noCursor(list: PagedList): BadInput {
  return new BadInput('after', `is no cursor of ${list}`);
}
