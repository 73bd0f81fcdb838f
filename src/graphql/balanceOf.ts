import { available } from '../ledger/account.ts';
import { dayOf } from '../ledger/day.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { PointsBalance } from './generated/types.ts';
import type { LoadedAccount } from './parents.ts';

/** An account's balance. What has expired and was not swept yet is in no figure. */
export function balanceOf({ stored, asOf, program }: LoadedAccount): PointsBalance {
  const { decimals, timeZone } = program;
  return {
    available: toJsonNumber(available(stored, dayOf(asOf, timeZone)), decimals),
    pending: toJsonNumber(stored.pending, decimals),
    held: toJsonNumber(stored.held, decimals),
    debt: toJsonNumber(stored.debt, decimals),
    asOf,
    source: 'LEDGER',
    stale: false,
  };
}
