import type { GraphContext } from './context.ts';
import { isLoaded, type LoadedAccount, type PointsAccountParent } from './parents.ts';

/**
 * Uses an account's state: at once where it is at hand, so that a thousand balances make no promise each, and after
 * reading it otherwise. Null when there is no such account any viewer may see.
 */
export function withAccount<Value>(
  parent: PointsAccountParent,
  { loaders }: GraphContext,
  use: (account: LoadedAccount) => Value | Promise<Value>,
): Value | Promise<Value | null> {
  if (isLoaded(parent)) return use(parent);
  return loaders.account.byId(parent.id).then((account) => (account === null ? null : use(account)));
}
