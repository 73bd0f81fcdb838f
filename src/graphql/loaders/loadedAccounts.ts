import { reaches } from '../../access/viewer.ts';
import type { ConfiguredEngine } from '../../engines/programEngines.ts';
import type { StoredAccount } from '../../ledger/account.ts';
import type { Program } from '../../program/programs.ts';
import type { LoadedAccount } from '../parents.ts';
import type { Reading } from './reading.ts';

interface Home {
  readonly program: Program;
  readonly engine: ConfiguredEngine | null;
}

/**
 * The accounts that were read, each with its program; null where there was none or it is not the viewer's to see.
 * `readAt` is an instant before the read: what was committed by then is in the figures.
 */
export async function loadedAccounts(
  { viewer, programs, engines }: Reading,
  accounts: readonly (StoredAccount | null)[],
  readAt: Date,
): Promise<(LoadedAccount | null)[]> {
  const seen = accounts.map((account) =>
    account !== null && reaches(viewer, account.programId, account.memberId) ? account : null,
  );
  const found = new Map<string, Home>();
  for (const id of new Set(seen.flatMap((account) => account?.programId ?? []))) {
    const program = await programs.find(id);
    if (program === null) throw new Error(`the program ${id} of an account is not there`);
    found.set(id, { program, engine: (await engines?.engines.find(id)) ?? null });
  }
  return seen.map((account) => account && loaded(account, found.get(account.programId) as Home, readAt));
}

// The clocks of PostgreSQL and of this process may differ; figures are never older than the newest change in them.
function loaded(account: StoredAccount, { program, engine }: Home, readAt: Date): LoadedAccount {
  const { id, bucket, programId, memberId, status, changedAt } = account;
  const asOf = readAt.getTime() < changedAt.getTime() ? changedAt : readAt;
  return {
    __typename: 'PointsAccount',
    id,
    bucket,
    programId,
    memberId,
    status,
    stored: account,
    program,
    engine,
    asOf,
  };
}
