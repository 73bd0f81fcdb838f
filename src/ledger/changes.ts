import type { Account } from './account.ts';
import type { StoredAward } from './award.ts';
import { type Book, type Decision, deliveryKey, type OwnedAdd } from './book.ts';
import type { Delivery } from './command.ts';
import type { Hold, Posting, StoredRequest } from './posting.ts';

/** What a batch writes: of every row its last version, and of those that were there also the first. */
export interface Changes {
  readonly openedAccounts: readonly Account[];
  readonly changedAccounts: readonly { readonly was: Account; readonly is: Account }[];
  readonly openedHolds: readonly Hold[];
  readonly changedHolds: readonly Hold[];
  readonly newAwards: readonly StoredAward[];
  readonly changedAwards: readonly { readonly was: StoredAward; readonly is: StoredAward }[];
  /** Of each counter, all that is added to it. */
  readonly adds: readonly OwnedAdd[];
  readonly postings: readonly Posting[];
  readonly requests: readonly StoredRequest[];
  readonly deliveries: readonly Delivery[];
}

/** What the decisions changed of a book as it was before them, new rows in the order of their keys. */
export function changesOf(
  before: Pick<Book, 'accounts' | 'holds' | 'awards'>,
  decisions: readonly Decision[],
): Changes {
  const accounts = new Map<string, Account>();
  const holds = new Map<string, Hold>();
  const awards = new Map<string, StoredAward>();
  const adds = new Map<string, OwnedAdd>();
  const postings: Posting[] = [];
  const requests: StoredRequest[] = [];
  const deliveries: Delivery[] = [];
  for (const decision of decisions) {
    if (decision.account !== undefined) accounts.set(decision.account.id, decision.account);
    if (decision.hold !== undefined) holds.set(decision.hold.id, decision.hold);
    if (decision.award !== undefined) awards.set(decision.award.id, decision.award);
    if (decision.adds !== undefined) for (const add of decision.adds) sumUp(adds, add);
    if (decision.postings !== undefined) postings.push(...decision.postings);
    if (decision.request !== undefined) requests.push(decision.request);
    if (decision.delivery !== undefined) deliveries.push(decision.delivery);
  }
  const { added: openedAccounts, changed: changedAccounts } = sorted(accounts, before.accounts);
  const { added: openedHolds, changed: changedHolds } = sorted(holds, before.holds);
  const { added: newAwards, changed: changedAwards } = sorted(awards, before.awards);
  return {
    // Two processes that open the same accounts, or store the same requests, meet at the first of them, not crosswise.
    openedAccounts: openedAccounts.sort((a, b) => a.bucket - b.bucket || (a.id < b.id ? -1 : 1)),
    changedAccounts,
    openedHolds,
    changedHolds: changedHolds.map(({ is }) => is),
    newAwards,
    changedAwards,
    adds: [...adds.values()],
    postings,
    requests: requests.sort((a, b) => (a.id < b.id ? -1 : 1)),
    deliveries: deliveries.sort((a, b) => (deliveryKey(a) < deliveryKey(b) ? -1 : 1)),
  };
}

/** Sorts rows into those that are new and those that were there. */
function sorted<Row>(
  rows: ReadonlyMap<string, Row>,
  before: ReadonlyMap<string, Row>,
): { added: Row[]; changed: { was: Row; is: Row }[] } {
  const added: Row[] = [];
  const changed: { was: Row; is: Row }[] = [];
  for (const [id, is] of rows) {
    const was = before.get(id);
    if (was === undefined) added.push(is);
    else changed.push({ was, is });
  }
  return { added, changed };
}

function sumUp(adds: Map<string, OwnedAdd>, add: OwnedAdd): void {
  const name = `${add.owner.id} ${add.key}`;
  const earlier = adds.get(name);
  adds.set(name, earlier === undefined ? add : { ...add, amount: earlier.amount + add.amount });
}
