import DataLoader from 'dataloader';
import { reaches, requireScope } from '../../access/viewer.ts';
import type { StoredAccount } from '../../ledger/account.ts';
import type { LoadedAccount } from '../parents.ts';
import { emptyAccount } from './engineAccounts.ts';
import type { AccountLoader } from './accountLoader.ts';
import { loadedAccounts } from './loadedAccounts.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/** Every account of a member that the viewer may see, by the programs' ids. Throws Forbidden without points:read. */
export type AccountsOfMemberLoader = DataLoader<string, readonly LoadedAccount[]>;

export function createAccountsOfMemberLoader(reading: Reading, accounts: AccountLoader): AccountsOfMemberLoader {
  return new DataLoader(
    async (memberIds) => {
      requireScope(reading.viewer, 'points:read');
      const readAt = reading.now();
      const accountsOf = await reading.ledger.accountsOfMembers(memberIds);
      const stored = accountsOf.flat();
      const others = await inEngines(reading, memberIds, new Set(stored.map(({ id }) => id)), readAt);
      const loaded = await loadedAccounts(reading, [...stored, ...others], readAt);
      const visible = loaded.filter((account) => account !== null);
      for (const account of visible) accounts.prime(account);
      const byMember = new Map<string, LoadedAccount[]>(memberIds.map((memberId) => [memberId, []]));
      for (const account of visible.sort(byProgram)) byMember.get(account.memberId)?.push(account);
      return memberIds.map((memberId) => byMember.get(memberId) ?? []);
    },
    { maxBatchSize: MAX_BATCH },
  );
}

/** The accounts in programs whose engine was heard to know the member, and that our ledger has nothing of. */
async function inEngines(
  { viewer, engines }: Reading,
  memberIds: readonly string[],
  stored: ReadonlySet<string>,
  readAt: Date,
): Promise<StoredAccount[]> {
  const withEngine = new Set((await engines?.engines.all())?.map(({ programId }) => programId));
  if (engines === undefined || withEngine.size === 0) return [];
  const known = await engines.accounts.accountsOfMembers(memberIds);
  return known
    .filter(({ id, programId, memberId }) => {
      return !stored.has(id) && withEngine.has(programId) && reaches(viewer, programId, memberId);
    })
    .map((ref) => emptyAccount(ref, readAt));
}

function byProgram(a: LoadedAccount, b: LoadedAccount): number {
  return a.programId < b.programId ? -1 : 1;
}
