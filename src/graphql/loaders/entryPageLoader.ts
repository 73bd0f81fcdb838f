import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { EntryPage, EntryPageQuery } from '../../ledger/statement.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/** Pages of the statements of accounts that the viewer may see. Throws Forbidden without points:read. */
export type EntryPageLoader = DataLoader<EntryPageQuery, EntryPage, string>;

export function createEntryPageLoader({ viewer, ledger }: Reading): EntryPageLoader {
  return new DataLoader(
    async (queries) => {
      requireScope(viewer, 'points:read');
      return ledger.entryPages(queries);
    },
    {
      maxBatchSize: MAX_BATCH,
      cacheKeyFn: ({ account, first, before, kinds }) => `${account.id} ${first} ${before} ${kinds?.join() ?? 'all'}`,
    },
  );
}
