import { EngineUnavailable } from '../connectors/loyaltyConnector.ts';
import type { LiveBalance } from '../engines/engineBalances.ts';
import { available } from '../ledger/account.ts';
import { dayOf } from '../ledger/day.ts';
import { type DecimalText, floorMinor, greatestMinor, toJsonNumber } from '../ledger/points.ts';
import type { PointsBalance } from './generated/types.ts';
import type { Loaders } from './loaders/createLoaders.ts';
import type { LoadedAccount } from './parents.ts';

/**
 * An account's balance: our ledger's at once, an engine's when it answers. Null: the engine does not know the member.
 * What has expired and was not swept yet is in no figure.
 */
export function balanceOf(
  account: LoadedAccount,
  loaders: Pick<Loaders, 'engineBalance'>,
): PointsBalance | Promise<PointsBalance | null> {
  if (account.engine !== null) {
    return loaders.engineBalance.load(account).then((balance) => balance && engineBalanceOf(account, balance));
  }
  const { stored, asOf, program } = account;
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

/** Available and pending are the engine's; held is what redemptions that are not settled yet have set aside here. */
function engineBalanceOf({ stored, program }: LoadedAccount, balance: LiveBalance): PointsBalance {
  const { decimals } = program;
  return {
    available: shown(balance.available, decimals),
    pending: shown(balance.pending, decimals),
    held: toJsonNumber(stored.held, decimals),
    debt: 0,
    asOf: balance.asOf,
    source: 'ENGINE',
    stale: balance.isStale,
  };
}

/** Never more than there is: what the program has no decimals for is left out. */
function shown(points: DecimalText, decimals: number): number {
  const minor = floorMinor(points, decimals);
  if (minor > greatestMinor(decimals)) throw new EngineUnavailable('The engine told more points than can be shown.');
  return toJsonNumber(minor, decimals);
}
