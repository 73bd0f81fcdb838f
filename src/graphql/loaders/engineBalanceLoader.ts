import DataLoader from 'dataloader';
import type { LiveBalance } from '../../engines/engineBalances.ts';
import type { LoadedAccount } from '../parents.ts';
import type { Reading } from './reading.ts';

/**
 * What engines say of the accounts of one request, each asked once. Null: the engine does not know the member. Each
 * answers by itself, as the engine of another program may be slow. Throws EngineUnavailable.
 */
export type EngineBalanceLoader = DataLoader<LoadedAccount, LiveBalance | null, string>;

export function createEngineBalanceLoader({ engines }: Reading): EngineBalanceLoader {
  return new DataLoader(
    async ([account]) => {
      if (account === undefined || account.engine === null || engines === undefined) return [null];
      return [await engines.balances.read(account.engine, account)];
    },
    { batch: false, cacheKeyFn: ({ id }) => id },
  );
}
