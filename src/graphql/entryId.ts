import { isUuid } from '../ledger/stableUuid.ts';
import type { EntryRef } from '../ledger/statement.ts';
import { parseSeq } from './seqText.ts';

/** A ledger entry's id in the graph. */
export function entryId({ accountId, seq }: EntryRef): string {
  return `${accountId}.${seq}`;
}

/** The entry that an id names; null when it is the id of none. */
export function parseEntryId(id: string): EntryRef | null {
  const [accountId = '', text = '', ...rest] = id.split('.');
  const seq = parseSeq(text);
  return isUuid(accountId) && seq !== null && rest.length === 0 ? { accountId, seq } : null;
}
