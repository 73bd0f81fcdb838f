import type { Account, AccountRef } from './account.ts';
import type { StoredAward } from './award.ts';
import type { Delivery } from './command.ts';
import type { CounterAdd } from './counters.ts';
import { addTo, type Counters } from './countersOf.ts';
import type { Outcome } from './outcome.ts';
import type { Hold, Posting, Reversible, StoredRequest } from './posting.ts';

/**
 * What `decide` knows: the accounts that a batch names, locked, and of the requests, holds, reversible postings, awards
 * and deliveries those that it names. Complete in that sense: what is not in the book does not exist. Of the counters
 * it knows those that the commands read; the others stand at an unknown value.
 */
export interface Book {
  readonly accounts: Map<string, Account>;
  readonly requests: Map<string, StoredRequest>;
  readonly holds: Map<string, Hold>;
  /** By the id of the request that made the posting. */
  readonly reversibles: Map<string, Reversible>;
  readonly awards: Map<string, StoredAward>;
  readonly counters: Counters;
  /** The hash of the body that came under a deliveryKey. */
  readonly deliveries: Map<string, string>;
}

/** What came of one command and what it changes; nothing but the outcome when it was refused without a trace. */
export interface Decision {
  readonly outcome: Outcome;
  readonly request?: StoredRequest;
  readonly account?: Account | undefined;
  readonly postings?: readonly Posting[];
  readonly hold?: Hold | undefined;
  readonly reversible?: Reversible | undefined;
  readonly award?: StoredAward | undefined;
  readonly adds?: readonly OwnedAdd[] | undefined;
  readonly delivery?: Delivery;
}

/** What is added to a counter, and whose it is. */
export interface OwnedAdd extends Pick<CounterAdd, 'key' | 'amount'> {
  readonly owner: Pick<AccountRef, 'id' | 'bucket'>;
}

export function emptyBook(): Book {
  return {
    accounts: new Map(),
    requests: new Map(),
    holds: new Map(),
    reversibles: new Map(),
    awards: new Map(),
    counters: new Map(),
    deliveries: new Map(),
  };
}

/** Names a message: no text that PostgreSQL stores has a NUL in it. */
export function deliveryKey({ sourceId, messageId }: Pick<Delivery, 'sourceId' | 'messageId'>): string {
  return `${sourceId}\0${messageId}`;
}

/** Writes a decision into the book, so that the next command of the batch sees it. */
export function enter(book: Book, decision: Decision): void {
  const { request, account, hold, reversible, award, delivery, postings = [], adds = [] } = decision;
  if (request !== undefined) book.requests.set(request.id, request);
  if (account !== undefined) book.accounts.set(account.id, account);
  if (hold !== undefined) book.holds.set(hold.id, hold);
  if (reversible !== undefined && request?.targetId != null) book.reversibles.set(request.targetId, reversible);
  if (award !== undefined) book.awards.set(award.id, award);
  if (delivery !== undefined) book.deliveries.set(deliveryKey(delivery), delivery.bodyHash);
  for (const { owner, key, amount } of adds) addTo(book.counters, owner.id, key, amount);
  for (const posting of postings) {
    if (posting.kind !== 'REDEEM') continue;
    const { account: of, contra, seq, lots } = posting;
    book.reversibles.set(posting.requestId, { accountId: of.id, contra, seq, lots, reversedLots: [] });
  }
}
