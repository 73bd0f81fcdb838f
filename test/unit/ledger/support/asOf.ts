import type { Account } from '../../../../src/ledger/account.ts';
import { dayOf } from '../../../../src/ledger/day.ts';
import { totalOf } from '../../../../src/ledger/lots.ts';
import type { Minor } from '../../../../src/ledger/points.ts';
import { SEATS, type World } from './world.ts';

/** What the account owns now: everything but the lots whose day is over. */
function balanceNow(account: Account, at: Date, timeZone: string): Minor {
  const today = dayOf(at, timeZone);
  return account.balance - totalOf(account.lots.filter(({ day }) => day < today));
}

/** The rule of the as-of read, in the words of its SQL: postings by then, and the lots that were over by then. */
export function balanceAsOf(world: World, account: Account, at: Date, timeZone: string): Minor {
  const today = dayOf(at, timeZone);
  let balance = 0n;
  for (const posting of world.postings) {
    if (posting.account.id !== account.id) continue;
    if (posting.recordedAt <= at) balance = posting.balanceAfter;
    else if (posting.kind === 'EXPIRE' && posting.effectiveAt <= at) balance += posting.amount;
  }
  return balance - totalOf(account.lots.filter(({ day }) => day < today));
}

/** A change makes reads void that a clock ahead of it had made: they are of its future. */
export function forgetReadsAfter(world: World, { id, changedAt }: Account): void {
  world.observations = world.observations.filter((read) => read.accountId !== id || read.at < changedAt);
}

/** Remembers what a read of the account says now. */
export function read(world: World, account: Account | undefined, timeZone: string): void {
  if (account === undefined || world.now < account.changedAt) return;
  world.observations.push({ accountId: account.id, at: world.now, balance: balanceNow(account, world.now, timeZone) });
}

/** Every read that was made on the way, and what an as-of read says of its moment now. */
export function readsAgain(world: World): { readonly before: Minor; readonly after: Minor }[] {
  return world.observations.map(({ accountId, at, balance }) => {
    const seat = SEATS.find(({ account }) => account.id === accountId);
    const account = world.book.accounts.get(accountId) as Account;
    const timeZone = world.programs[seat?.program ?? 0]?.timeZone ?? 'UTC';
    return { before: balance, after: balanceAsOf(world, account, at, timeZone) };
  });
}
