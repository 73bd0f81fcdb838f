import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { EntryRef } from '../../ledger/statement.ts';
import { entryId, parseEntryId } from '../entryId.ts';
import { type LedgerEntryParent, toLedgerEntry } from '../parents.ts';
import type { AccountLoader } from './accountLoader.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/**
 * Ledger entries by id: null where there is none, or it is not the viewer's to see. Throws Forbidden without
 * points:read.
 */
export interface EntryLoader {
  byId(id: string): Promise<LedgerEntryParent | null>;
  clear(): void;
}

export function createEntryLoader({ viewer, ledger }: Reading, accounts: AccountLoader): EntryLoader {
  const entries = new DataLoader<EntryRef, LedgerEntryParent | null, string>(
    async (refs) => {
      requireScope(viewer, 'points:read');
      // Whose an entry is stands in its account.
      const [found, owners] = await Promise.all([
        ledger.entries(refs),
        Promise.all(refs.map((ref) => accounts.byId(ref.accountId))),
      ]);
      return found.map((entry, index) => {
        const account = owners[index];
        return entry === null || account == null ? null : toLedgerEntry(entry, account);
      });
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: entryId },
  );
  const nothing = Promise.resolve(null);
  return {
    byId(id) {
      const ref = parseEntryId(id);
      return ref === null ? nothing : entries.load(ref);
    },
    clear: () => void entries.clearAll(),
  };
}
