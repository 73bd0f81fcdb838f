import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { MovementPage, MovementPageQuery } from '../../ledger/movements.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/** Pages of what accounts that the viewer may see spent or earned. Throws Forbidden without points:read. */
export type MovementPageLoader = DataLoader<MovementPageQuery, MovementPage, string>;

export function createMovementPageLoader({ viewer, ledger }: Reading): MovementPageLoader {
  return new DataLoader(
    async (queries) => {
      requireScope(viewer, 'points:read');
      return ledger.movementPages(queries);
    },
    {
      maxBatchSize: MAX_BATCH,
      cacheKeyFn: ({ account, kind, first, before }) => `${account.id} ${kind} ${first} ${before}`,
    },
  );
}
