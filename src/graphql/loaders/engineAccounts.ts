import { reaches, type Viewer } from '../../access/viewer.ts';
import type { EngineServices } from '../../engines/engineServices.ts';
import type { AccountRef, StoredAccount } from '../../ledger/account.ts';
import { NEVER } from '../../ledger/day.ts';

/**
 * The accounts of members whose points live in an engine and who have none in our ledger yet: nothing was moved by us.
 * `asked` are those who were asked for by member and program; of an id alone, whose it is was kept when the engine told
 * a balance. Programs without an engine cost nothing here.
 */
export async function withEngineAccounts(
  { engines, accounts }: EngineServices,
  viewer: Viewer,
  ids: readonly string[],
  asked: ReadonlyMap<string, AccountRef>,
  found: readonly (StoredAccount | null)[],
  readAt: Date,
): Promise<readonly (StoredAccount | null)[]> {
  const withEngine = new Set((await engines.all()).map(({ programId }) => programId));
  if (withEngine.size === 0) return found;
  const unknown = ids.filter((id, index) => found[index] === null && !asked.has(id));
  const known = unknown.length === 0 ? [] : await accounts.accounts(unknown);
  const refs = new Map([...asked, ...unknown.map((id, index) => [id, known[index] ?? null] as const)]);
  return found.map((account, index) => {
    if (account !== null) return account;
    const ref = refs.get(ids[index] ?? '') ?? null;
    const isThere = ref !== null && withEngine.has(ref.programId) && reaches(viewer, ref.programId, ref.memberId);
    return isThere ? emptyAccount(ref, readAt) : null;
  });
}

/** An account that our ledger has nothing of. */
export function emptyAccount({ programId, memberId, id, bucket }: AccountRef, at: Date): StoredAccount {
  const nothing = { balance: 0n, held: 0n, pending: 0n, debt: 0n, awards: 0n, lots: [], seq: 0n, nextExpiry: NEVER };
  return { programId, memberId, id, bucket, status: 'ACTIVE', ...nothing, openedAt: at, changedAt: at };
}
