import type { AccountRef } from './account.ts';
import type { Book, OwnedAdd } from './book.ts';
import type { AwardPoints } from './command.ts';
import { type Counter, type CounterAdd, type CounterOwner, type CounterRange, programOwner } from './counters.ts';

/** The counters of the owners that a batch names, by the owner's id and the counter's key. */
export type Counters = Map<string, Map<string, bigint>>;

/** Under which id and in which bucket an owner's counters are kept. */
export function ownerOf(account: AccountRef, owner: CounterOwner): Pick<AccountRef, 'id' | 'bucket'> {
  return owner === 'account' ? { id: account.id, bucket: account.bucket } : programOwner(account.programId);
}

/** What the command reads, in the order of its ranges and of the keys in each; a counter in two of them comes once. */
export function countersOf({ counters }: Pick<Book, 'counters'>, { account, reads }: CountersRead): Counter[] {
  const found: Counter[] = [];
  const seen = new Set<string>();
  for (const { owner, from, to } of reads) {
    const all = counters.get(ownerOf(account, owner).id);
    if (all === undefined) continue;
    for (const key of keysBetween(all, from, to)) {
      const name = `${owner} ${key}`;
      if (seen.has(name)) continue;
      seen.add(name);
      found.push({ owner, key, value: all.get(key) ?? 0n });
    }
  }
  return found;
}

type CountersRead = Pick<AwardPoints, 'account'> & { readonly reads: readonly CounterRange[] };

function keysBetween(all: ReadonlyMap<string, bigint>, from: string, to: string): string[] {
  if (from === to) return all.has(from) ? [from] : [];
  return [...all.keys()].filter((key) => from <= key && key <= to).sort((a, b) => (a < b ? -1 : 1));
}

/** Those that add something, each with whose counter it is. */
export function ownedAdds(account: AccountRef, adds: readonly CounterAdd[]): OwnedAdd[] {
  return adds.flatMap(({ owner, key, amount }) =>
    amount === 0n ? [] : [{ owner: ownerOf(account, owner), key, amount }],
  );
}

/** Adds to an owner's counter. */
export function addTo(counters: Counters, ownerId: string, key: string, amount: bigint): void {
  const all = counters.get(ownerId);
  if (all === undefined) counters.set(ownerId, new Map([[key, amount]]));
  else all.set(key, (all.get(key) ?? 0n) + amount);
}
