import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { BalanceAtQuery } from '../../ledger/asOf.ts';
import type { Minor } from '../../ledger/points.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/** What accounts that the viewer may see owned at an instant. Throws Forbidden without points:read. */
export type BalanceAtLoader = DataLoader<BalanceAtQuery, Minor | null, string>;

export function createBalanceAtLoader({ viewer, ledger }: Reading): BalanceAtLoader {
  return new DataLoader(
    async (queries) => {
      requireScope(viewer, 'points:read');
      return ledger.balancesAt(queries);
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: ({ account, time }) => `${account.id} ${time.getTime()}` },
  );
}
