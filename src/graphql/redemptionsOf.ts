import { toEngineRedemption } from '../redemption/engine/toEngineRedemption.ts';
import type { Redemption } from '../redemption/redemption.ts';
import { toRedemption } from '../redemption/toRedemption.ts';
import type { PageToRead } from './connection.ts';
import type { GraphContext } from './context.ts';
import type { LoadedAccount } from './parents.ts';

/** A redemption and its place among its account's. */
export interface PlacedRedemption {
  readonly place: bigint;
  readonly redemption: Redemption;
}

export interface RedemptionPage {
  readonly rows: readonly PlacedRedemption[];
  readonly hasMore: boolean;
}

/** The places of an engine's redemptions begin here: they come after whatever our own ledger did before. */
const ENGINE_PLACES = 2n ** 62n;

/** A page of an account's redemptions, newest first: of the engine, where its program has one, and of our own ledger. */
export async function redemptionsOf(
  account: LoadedAccount,
  asked: PageToRead,
  { services, loaders }: GraphContext,
): Promise<RedemptionPage> {
  const { decimals } = account.program;
  const { engineRedeeming } = services;
  const engine = await engineRedeeming?.engines.find(account.programId);
  const { first, before } = asked;
  const fromLedger = async (size: number, older: bigint | null): Promise<RedemptionPage> => {
    const read = await loaders.movementPage.load({ account, kind: 'REDEEM', first: size, before: older });
    // What our books repeat of the engine stands in the engine's own list.
    const own = engine == null ? read.movements : read.movements.filter(({ kind }) => kind !== 'MIRROR');
    const rows = own.map((one) => ({ place: one.position, redemption: toRedemption(one, decimals) }));
    return { rows, hasMore: read.hasMore };
  };
  if (engine == null || engineRedeeming === undefined || (before !== null && before < ENGINE_PLACES)) {
    return fromLedger(first, before);
  }

  const older = before === null ? null : before - ENGINE_PLACES;
  const found = await engineRedeeming.redemptions.page(account.id, first + 1, older);
  const rows = found.slice(0, first).map((row) => {
    return { place: ENGINE_PLACES + row.number, redemption: toEngineRedemption(row, decimals) };
  });
  if (found.length > first) return { rows, hasMore: true };
  const rest = await fromLedger(Math.max(first - rows.length, 1), null);
  if (rows.length === first) return { rows, hasMore: rest.hasMore || rest.rows.length > 0 };
  return { rows: [...rows, ...rest.rows], hasMore: rest.hasMore };
}
