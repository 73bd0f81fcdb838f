import { dayOf } from '../ledger/day.ts';
import { spendable } from '../ledger/lots.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { PointsBalance } from './generated/types.ts';
import type { LoadedAccount } from './parents.ts';

/** An account's balance. What has expired and was not swept yet is in no figure. */
export function balanceOf({ lots, held, asOf, program }: LoadedAccount): PointsBalance {
  const { decimals, timeZone } = program;
  return {
    available: toJsonNumber(spendable(lots, dayOf(asOf, timeZone)), decimals),
    pending: 0,
    held: toJsonNumber(held, decimals),
    asOf,
    source: 'LEDGER',
    stale: false,
  };
}
