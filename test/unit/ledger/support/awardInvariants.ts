import assert from 'node:assert/strict';
import type { Account } from '../../../../src/ledger/account.ts';
import type { Award } from '../../../../src/ledger/award.ts';
import { programOwner } from '../../../../src/ledger/counters.ts';
import type { Posting } from '../../../../src/ledger/posting.ts';
import { CAP, UNCOUNTED } from './rules.ts';
import { sum } from './sum.ts';
import type { World } from './world.ts';

/** What is true of an account's awards after every step: pending and owed points, numbers, postings and counters. */
export function checkAwards(world: World, account: Account, postings: readonly Posting[]): void {
  const awards = [...world.book.awards.values()].filter((award) => award.account.id === account.id);
  let afterSeq = 0n;
  for (const [index, award] of awards.entries()) {
    assert.equal(award.number, BigInt(index + 1), 'a gap in the awards');
    assert.ok(award.afterSeq >= afterSeq && award.afterSeq <= account.seq, 'awards out of order');
    afterSeq = award.afterSeq;
    assert.ok(award.canceled >= 0n && award.forgiven >= 0n, 'a negative part');
    assert.ok(award.canceled + award.forgiven <= award.reversed && award.reversed <= award.points, 'more than all');
    const given = award.state === 'PENDING' ? 0n : award.points - award.canceled;
    const posting = postings.find(({ seq }) => seq === award.seq);
    assert.equal(posting?.amount ?? 0n, given, 'an award and its posting differ');
    assert.equal(award.seq === null, given === 0n, 'a posting of nothing, or points without one');
    assert.ok(posting === undefined || (posting.kind === 'EARN' && posting.seq > award.afterSeq));
    assert.equal(award.lotDay, posting?.lots[0]?.day ?? null, 'the day of its lot');
    if (award.state === 'POSTED') assert.equal(award.clearsAt, null, 'posted and still to clear');
  }
  const pending = awards.filter(({ state }) => state === 'PENDING');
  assert.equal(account.awards, BigInt(awards.length), 'the number of awards');
  assert.equal(account.pending, sum(pending.map(({ points, reversed }) => points - reversed)), 'pending');
  const takenBack = postings.filter(({ kind, contra }) => kind === 'REVERSE' && contra === 'ISSUANCE');
  const owed = sum(awards.map(({ reversed, canceled, forgiven }) => reversed - canceled - forgiven));
  assert.equal(account.debt, owed + sum(takenBack.map(({ amount }) => amount)), 'debt');
  assert.ok(account.debt >= 0n && account.pending >= 0n);
  const counted = world.book.counters.get(account.id)?.get('q:1') ?? 0n;
  assert.equal(counted, keptOf(awards), 'its own counter');
}

/** Program by program, the cap counts what all its members were awarded and kept, and is never exceeded. */
export function checkCaps(world: World): void {
  for (const { id } of world.programs) {
    const awards = [...world.book.awards.values()].filter(
      (award) => world.book.accounts.get(award.account.id)?.programId === id,
    );
    const used = world.book.counters.get(programOwner(id).id)?.get('cap') ?? 0n;
    assert.equal(used, keptOf(awards), 'the cap counts something else');
    assert.ok(used <= CAP, 'a cap was exceeded');
  }
}

function keptOf(awards: readonly Award[]): bigint {
  return sum(awards.filter(({ facts }) => facts !== UNCOUNTED).map(({ points, reversed }) => points - reversed));
}
