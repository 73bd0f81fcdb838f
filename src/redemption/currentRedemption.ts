import type { Ledger } from '../ledger/ledger.ts';
import type { Redemption } from './redemption.ts';
import { toRedemption } from './toRedemption.ts';

/** A redemption that is known to exist, as it stands now. */
export async function currentRedemption(ledger: Ledger, id: string, decimals: number): Promise<Redemption> {
  const [movement] = await ledger.movements([id]);
  if (movement == null) throw new Error(`redemption ${id} was accepted and is not there`);
  return toRedemption(movement, decimals);
}
