import type { Earning } from '../earning/earning.ts';
import { toEngineEarning } from '../earning/engine/toEngineEarning.ts';
import { toEarning } from '../earning/toEarning.ts';
import type { PageToRead } from './connection.ts';
import type { GraphContext } from './context.ts';
import { engineThenLedger, type PlacedPage } from './engineThenLedger.ts';
import type { LoadedAccount } from './parents.ts';

/** A page of an account's earnings, newest first: of the engine, where its program has one, and of our own ledger. */
export async function earningsOf(
  account: LoadedAccount,
  asked: PageToRead,
  { services, loaders }: GraphContext,
): Promise<PlacedPage<Earning>> {
  const { decimals } = account.program;
  const { engineAwarding } = services;
  const engine = await engineAwarding?.engines.find(account.programId);
  const fromLedger = async (first: number, before: bigint | null): Promise<PlacedPage<Earning>> => {
    const read = await loaders.movementPage.load({ account, kind: 'EARN', first, before });
    const rows = read.movements.map((one) => ({ place: one.position, node: toEarning(one, decimals) }));
    return { rows, hasMore: read.hasMore };
  };
  if (engine == null || engineAwarding === undefined) return fromLedger(asked.first, asked.before);
  return engineThenLedger(asked, {
    fromLedger,
    async fromEngine(most, older) {
      const found = await engineAwarding.earnings.page(account.id, most, older);
      return found.map((row) => ({ place: row.number, node: toEngineEarning(row, decimals) }));
    },
  });
}
