import assert from 'node:assert/strict';
import type { Account } from '../../../../src/ledger/account.ts';
import { type Lots, subtractLots, totalOf } from '../../../../src/ledger/lots.ts';
import { greatestMinor, type Minor } from '../../../../src/ledger/points.ts';
import type { Posting } from '../../../../src/ledger/posting.ts';
import { checkAwards } from './awardInvariants.ts';
import { sum } from './sum.ts';
import type { Seat, World } from './world.ts';

/** What is true of an account after every step, whatever the commands were. */
export function checkAccount(world: World, { account: ref, program }: Seat): void {
  const account = world.book.accounts.get(ref.id);
  const postings = world.postings.filter((posting) => posting.account.id === ref.id);
  if (account === undefined) {
    assert.equal(postings.length, 0, 'a posting without an account');
    return;
  }
  const greatest = greatestMinor(world.programs[program]?.decimals ?? 0);
  assert.ok(account.balance >= 0n && account.balance + account.pending <= greatest, 'the balance is out of bounds');
  checkLots(account.lots);
  checkChain(account, postings);
  checkHeld(world, account);
  checkReversals(world, account, postings);
  checkAwards(world, account, postings);
}

/** The contra legs by themselves: with what the members own they are zero. */
export function checkLegs(world: World): void {
  const contra = new Map<string, Minor>();
  for (const { contra: of, amount } of world.postings) contra.set(of, (contra.get(of) ?? 0n) - amount);
  const owned = sum([...world.book.accounts.values()].map((account) => account.balance));
  assert.equal(owned + sum([...contra.values()]), 0n, 'the legs do not sum to zero');
}

export function checkLots(lots: Lots): void {
  for (const [index, { day, points }] of lots.entries()) {
    assert.ok(points > 0n, 'an empty lot');
    assert.ok(Number.isInteger(day) && day > (lots[index - 1]?.day ?? -1), 'lots out of order, or two of a day');
  }
}

function checkChain(account: Account, postings: readonly Posting[]): void {
  let seq = 0n;
  let balance = 0n;
  let recordedAt = account.openedAt;
  for (const posting of postings) {
    seq += 1n;
    balance += posting.amount;
    assert.equal(posting.seq, seq, 'a gap in seq');
    assert.equal(posting.balanceAfter, balance, 'balanceAfter is not chained');
    assert.ok(posting.balanceAfter >= 0n, 'a negative balance');
    assert.ok(posting.recordedAt >= recordedAt, 'recordedAt stepped back');
    assert.ok(posting.effectiveAt <= posting.recordedAt, 'in effect before it was recorded');
    const moved = totalOf(posting.lots);
    assert.ok(moved > 0n && (posting.amount === moved || posting.amount === -moved), 'the lots are not the amount');
    checkLots(posting.lots);
    recordedAt = posting.recordedAt;
  }
  assert.equal(account.seq, seq, 'seq is not the number of postings');
  assert.equal(account.balance, balance, 'the balance is not the sum of the postings');
  assert.ok(account.changedAt >= recordedAt, 'changed before the last posting');
}

function checkHeld(world: World, account: Account): void {
  let open = 0n;
  for (const hold of world.book.holds.values()) {
    if (hold.account.id !== account.id) continue;
    assert.equal(totalOf(hold.lots), hold.points, 'a hold is not its lots');
    const captured = hold.state === 'CAPTURED';
    assert.ok(captured ? hold.captured > 0n && hold.captured <= hold.points : hold.captured === 0n, 'captured');
    if (hold.state === 'OPEN') open += hold.points;
  }
  assert.equal(account.held, open, 'held is not the sum of the open holds');
  assert.equal(account.balance, account.held + totalOf(account.lots), 'the balance is not held and lots');
}

function checkReversals(world: World, account: Account, postings: readonly Posting[]): void {
  for (const posting of postings) {
    if (posting.kind !== 'REDEEM') continue;
    const reversible = world.book.reversibles.get(posting.requestId);
    assert.ok(reversible !== undefined && reversible.accountId === account.id, 'a redemption without its reversible');
    assert.deepEqual([reversible.seq, reversible.lots], [posting.seq, posting.lots]);
    checkLots(reversible.reversedLots);
    // Throws nothing away: a lot given back twice would be negative here.
    checkLots(subtractLots(reversible.lots, reversible.reversedLots));
    const reversals = postings.filter((other) => other.reversesSeq === posting.seq);
    const given = sum(reversals.map((reversal) => reversal.amount));
    assert.ok(given <= -posting.amount, 'more was given back than taken');
    assert.equal(given, totalOf(reversible.reversedLots), 'the reversals are not what was given back');
    for (const reversal of reversals) assert.equal(totalOf(reversal.originLots), reversal.amount, 'origin lots');
  }
}
