import DataLoader from 'dataloader';
import type { LiveBalance } from '../../engines/engineBalances.ts';
import type { LoadedAccount } from '../parents.ts';
import type { Reading } from './reading.ts';

/**
 * What engines say of the accounts of one request, each asked once. Null: the engine does not know the member. Each
 * answers by itself, as the engine of another program may be slow. Throws EngineUnavailable.
 */
export interface EngineBalanceLoader {
  load(account: LoadedAccount): Promise<LiveBalance | null>;
  /** What is read from now on was asked from now on: the request changed something. */
  clear(): void;
}

export function createEngineBalanceLoader({ engines, until }: Pick<Reading, 'engines' | 'until'>): EngineBalanceLoader {
  let isChanged = false;
  const loader = new DataLoader<LoadedAccount, LiveBalance | null, string>(
    async ([account]) => {
      if (account === undefined || account.engine === null || engines === undefined) return [null];
      if (isChanged) engines.balances.outdate(account);
      return [await engines.balances.read(account.engine, account, until)];
    },
    { batch: false, cacheKeyFn: ({ id }) => id },
  );
  return {
    load: async (account) => loader.load(account),
    clear() {
      isChanged = true;
      loader.clearAll();
    },
  };
}
