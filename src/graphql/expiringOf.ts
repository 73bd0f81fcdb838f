import { dayOf, NEVER } from '../ledger/day.ts';
import { unexpired } from '../ledger/lots.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { ExpiringPoints } from './generated/types.ts';
import type { LoadedAccount } from './parents.ts';

/** The first lots of an account that can be spent and will expire, soonest first. */
export function expiringOf({ stored, asOf, program }: LoadedAccount, first: number): ExpiringPoints[] {
  return unexpired(stored.lots, dayOf(asOf, program.timeZone))
    .filter((lot) => lot.day !== NEVER)
    .slice(0, first)
    .map((lot) => ({ points: toJsonNumber(lot.points, program.decimals), expiresOn: lot.day }));
}
