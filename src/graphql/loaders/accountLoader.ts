import DataLoader from 'dataloader';
import { reaches, requireScope } from '../../access/viewer.ts';
import { type AccountRef, accountRef, bucketOf } from '../../ledger/account.ts';
import { isUuid } from '../../ledger/stableUuid.ts';
import type { LoadedAccount } from '../parents.ts';
import { withEngineAccounts } from './engineAccounts.ts';
import { loadedAccounts } from './loadedAccounts.ts';
import { MAX_BATCH, type Reading } from './reading.ts';

/**
 * Accounts by either of their keys, which name the same row: null where there is none, or it is not the viewer's to
 * see. Throws Forbidden without points:read.
 */
export interface AccountLoader {
  byId(id: string): Promise<LoadedAccount | null>;
  ofMember(programId: string, memberId: string): Promise<LoadedAccount | null>;
  /** Remembers an account that was read by another way. */
  prime(account: LoadedAccount): void;
  clear(): void;
}

export function createAccountLoader(reading: Reading): AccountLoader {
  const { viewer, ledger, engines, now } = reading;
  /** Whose accounts were asked for: an id does not say it. */
  const asked = new Map<string, AccountRef>();
  const accounts = new DataLoader<string, LoadedAccount | null>(
    async (ids) => {
      requireScope(viewer, 'points:read');
      const readAt = now();
      const found = await ledger.accounts(ids.map((id) => ({ id, bucket: bucketOf(id) })));
      const isWhole = engines === undefined || found.every((account) => account !== null);
      const all = isWhole ? found : await withEngineAccounts(engines, viewer, ids, asked, found, readAt);
      return loadedAccounts(reading, all, readAt);
    },
    { maxBatchSize: MAX_BATCH },
  );
  const nothing = Promise.resolve(null);
  return {
    // No id is respelt: one that is not canonical is no account's.
    byId: (id) => (isUuid(id) ? accounts.load(id) : nothing),
    // What the viewer does not reach is not even looked for.
    ofMember(programId, memberId) {
      if (!reaches(viewer, programId, memberId)) return nothing;
      const ref = accountRef(programId, memberId);
      if (engines !== undefined) asked.set(ref.id, ref);
      return accounts.load(ref.id);
    },
    prime: (account) => void accounts.prime(account.id, account),
    clear: () => void accounts.clearAll(),
  };
}
