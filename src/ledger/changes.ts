import type { Account } from './account.ts';
import type { Book, Decision } from './book.ts';
import type { Hold, Posting, StoredRequest } from './posting.ts';

/** What a batch writes: of every row its last version, and of those that were there also the first. */
export interface Changes {
  readonly openedAccounts: readonly Account[];
  readonly changedAccounts: readonly { readonly was: Account; readonly is: Account }[];
  readonly openedHolds: readonly Hold[];
  readonly changedHolds: readonly Hold[];
  readonly postings: readonly Posting[];
  readonly requests: readonly StoredRequest[];
}

/** What the decisions changed of a book as it was before them, new rows in the order of their keys. */
export function changesOf(before: Pick<Book, 'accounts' | 'holds'>, decisions: readonly Decision[]): Changes {
  const accounts = new Map<string, Account>();
  const holds = new Map<string, Hold>();
  const postings: Posting[] = [];
  const requests: StoredRequest[] = [];
  for (const decision of decisions) {
    if (decision.account !== undefined) accounts.set(decision.account.id, decision.account);
    if (decision.hold !== undefined) holds.set(decision.hold.id, decision.hold);
    if (decision.postings !== undefined) postings.push(...decision.postings);
    if (decision.request !== undefined) requests.push(decision.request);
  }
  const openedAccounts: Account[] = [];
  const changedAccounts: { was: Account; is: Account }[] = [];
  for (const is of accounts.values()) {
    const was = before.accounts.get(is.id);
    if (was === undefined) openedAccounts.push(is);
    else changedAccounts.push({ was, is });
  }
  return {
    // Two processes that open the same accounts, or store the same requests, meet at the first of them, not crosswise.
    openedAccounts: openedAccounts.sort((a, b) => a.bucket - b.bucket || (a.id < b.id ? -1 : 1)),
    changedAccounts,
    openedHolds: [...holds.values()].filter((hold) => !before.holds.has(hold.id)),
    changedHolds: [...holds.values()].filter((hold) => before.holds.has(hold.id)),
    postings,
    requests: requests.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
