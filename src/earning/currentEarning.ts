import type { Ledger } from '../ledger/ledger.ts';
import type { Earning } from './earning.ts';
import { toEarning } from './toEarning.ts';

/** An earning that is known to exist, as it stands now. */
export async function currentEarning(ledger: Ledger, id: string, decimals: number): Promise<Earning> {
  const [movement] = await ledger.movements([id]);
  if (movement == null) throw new Error(`earning ${id} was accepted and is not there`);
  return toEarning(movement, decimals);
}
