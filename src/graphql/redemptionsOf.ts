import { toEngineRedemption } from '../redemption/engine/toEngineRedemption.ts';
import type { Redemption } from '../redemption/redemption.ts';
import { toRedemption } from '../redemption/toRedemption.ts';
import type { PageToRead } from './connection.ts';
import type { GraphContext } from './context.ts';
import { engineThenLedger, type PlacedPage } from './engineThenLedger.ts';
import type { LoadedAccount } from './parents.ts';

/** A page of an account's redemptions, newest first: of the engine, where its program has one, and of our own ledger. */
export async function redemptionsOf(
  account: LoadedAccount,
  asked: PageToRead,
  { services, loaders }: GraphContext,
): Promise<PlacedPage<Redemption>> {
  const { decimals } = account.program;
  const { engineRedeeming } = services;
  const engine = await engineRedeeming?.engines.find(account.programId);
  const fromLedger = async (first: number, before: bigint | null): Promise<PlacedPage<Redemption>> => {
    const read = await loaders.movementPage.load({ account, kind: 'REDEEM', first, before });
    // What our books repeat of the engine stands in the engine's own list.
    const own = engine == null ? read.movements : read.movements.filter(({ kind }) => kind !== 'MIRROR');
    const rows = own.map((one) => ({ place: one.position, node: toRedemption(one, decimals) }));
    return { rows, hasMore: read.hasMore };
  };
  if (engine == null || engineRedeeming === undefined) return fromLedger(asked.first, asked.before);
  return engineThenLedger(asked, {
    fromLedger,
    async fromEngine(most, older) {
      const found = await engineRedeeming.redemptions.page(account.id, most, older);
      return found.map((row) => ({ place: row.number, node: toEngineRedemption(row, decimals) }));
    },
  });
}
