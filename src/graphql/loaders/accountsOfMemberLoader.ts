import DataLoader from 'dataloader';
import { requireScope } from '../../access/viewer.ts';
import type { LoadedAccount } from '../parents.ts';
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
      const loaded = await loadedAccounts(reading, accountsOf.flat(), readAt);
      const visible = loaded.filter((account) => account !== null);
      for (const account of visible) accounts.prime(account);
      const byMember = new Map<string, LoadedAccount[]>(memberIds.map((memberId) => [memberId, []]));
      for (const account of visible.sort(byProgram)) byMember.get(account.memberId)?.push(account);
      return memberIds.map((memberId) => byMember.get(memberId) ?? []);
    },
    { maxBatchSize: MAX_BATCH },
  );
}

function byProgram(a: LoadedAccount, b: LoadedAccount): number {
  return a.programId < b.programId ? -1 : 1;
}
