import type { Account } from './account.ts';
import type { Outcome } from './outcome.ts';
import type { Hold, Posting, Reversible, StoredRequest } from './posting.ts';

/**
 * What `decide` knows: the accounts that a batch names, locked, and of the requests, holds and reversible postings
 * those that it names. Complete in that sense: what is not in the book does not exist.
 */
export interface Book {
  readonly accounts: Map<string, Account>;
  readonly requests: Map<string, StoredRequest>;
  readonly holds: Map<string, Hold>;
  /** By the id of the request that made the posting. */
  readonly reversibles: Map<string, Reversible>;
}

/** What came of one command and what it changes; nothing but the outcome when it was refused without a trace. */
export interface Decision {
  readonly outcome: Outcome;
  readonly request?: StoredRequest;
  readonly account?: Account | undefined;
  readonly postings?: readonly Posting[];
  readonly hold?: Hold | undefined;
  readonly reversible?: Reversible | undefined;
}

export function emptyBook(): Book {
  return { accounts: new Map(), requests: new Map(), holds: new Map(), reversibles: new Map() };
}

/** Writes a decision into the book, so that the next command of the batch sees it. */
export function enter(book: Book, decision: Decision): void {
  const { request, account, hold, reversible, postings = [] } = decision;
  if (request !== undefined) book.requests.set(request.id, request);
  if (account !== undefined) book.accounts.set(account.id, account);
  if (hold !== undefined) book.holds.set(hold.id, hold);
  if (reversible !== undefined && request?.targetId != null) book.reversibles.set(request.targetId, reversible);
  for (const posting of postings) {
    if (posting.kind !== 'REDEEM') continue;
    const { account: of, seq, lots } = posting;
    book.reversibles.set(posting.requestId, { accountId: of.id, seq, lots, reversedLots: [] });
  }
}
