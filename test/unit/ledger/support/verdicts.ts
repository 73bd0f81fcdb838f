import assert from 'node:assert/strict';
import type { Account } from '../../../../src/ledger/account.ts';
import type { Decision } from '../../../../src/ledger/book.ts';
import type { Command, TakeBack } from '../../../../src/ledger/command.ts';
import type { Day } from '../../../../src/ledger/day.ts';
import { type Lots, subtractLots, totalOf } from '../../../../src/ledger/lots.ts';
import { isJustified, momentOf } from './justified.ts';
import { sum } from './sum.ts';
import type { World } from './world.ts';

/** Checks one decision against the book before it, and names what was seen. */
export function checkDecision(world: World, command: Command, decision: Decision): string {
  const { outcome } = decision;
  const first = world.answers.find((answer) => answer.command.id === command.id);
  if (first !== undefined) {
    assert.deepEqual(Object.keys(decision), ['outcome'], 'an answer from memory left a trace');
    const isSame = first.command.fingerprint === command.fingerprint;
    assert.deepEqual(outcome, isSame ? { ...first.outcome, replayed: true } : { status: 'conflict' });
    return isSame ? `replayed ${outcome.status}` : outcome.status;
  }
  const before = world.book.accounts.get(command.account.id);
  switch (outcome.status) {
    case 'accepted':
      checkAccepted(world, command, decision, before);
      return `${command.kind} accepted${isRepeated(world, command) ? ' again' : ''}`;
    case 'rejected':
      assert.deepEqual(Object.keys(decision).toSorted(), ['outcome', 'request'], 'a rejection changed something');
      assert.deepEqual(decision.request?.rejection, outcome.rejection);
      assert.ok(isJustified(world, command, outcome.rejection, before), `unjustified: ${outcome.rejection.code}`);
      return `${command.kind} ${outcome.rejection.code}`;
    default:
      assert.deepEqual(Object.keys(decision), ['outcome'], `${outcome.status} left a trace`);
      if (outcome.status === 'absent') assert.equal(before, undefined);
      return `${command.kind} ${outcome.status}`;
  }
}

/** Whether it gives back more of what was given back in part. */
function isRepeated({ book }: World, command: Command): boolean {
  return command.kind === 'REVERSE' && (book.reversibles.get(command.targetId)?.reversedLots.length ?? 0) > 0;
}

function checkAccepted(world: World, command: Command, decision: Decision, before: Account | undefined): void {
  const { outcome, request, account = before, postings = [], hold } = decision;
  assert.ok(outcome.status === 'accepted' && !outcome.replayed && request !== undefined && account !== undefined);
  const { at, today } = momentOf(world, command, before);
  const { fingerprint, rejection, ...receipt } = request;
  assert.deepEqual(receipt, outcome.receipt);
  assert.deepEqual([fingerprint, rejection, receipt.id], [command.fingerprint, null, command.id]);
  assert.equal(receipt.seq, postings[0]?.seq ?? null);
  assert.ok([receipt.recordedAt, ...postings.map((posting) => posting.recordedAt)].every((time) => +time === +at));
  assert.ok(postings.every((posting) => posting.requestId === command.id && posting.account.id === account.id));
  assert.equal(account.id, command.account.id, 'another account was changed');

  for (const { kind, lots } of postings) {
    assert.ok(kind !== 'EXPIRE' || lots.every(({ day }) => day < today), 'a lot expired before its day was over');
  }
  const lotsBefore = before?.lots ?? [];
  for (const lot of account.lots) {
    const same = lotsBefore.find(({ day }) => day === lot.day)?.points ?? 0n;
    assert.ok(lot.day >= today || lot.points <= same, 'points were added to a day that is over');
  }
  if (command.kind === 'DEBIT' || command.kind === 'HOLD') {
    const taken = subtractLots(lotsBefore, account.lots);
    assert.equal(before?.status, 'ACTIVE');
    assert.equal(totalOf(taken), command.points);
    assert.ok(
      taken.every(({ day }) => day >= today),
      'an expired lot was spent',
    );
    checkFirst(
      taken,
      account.lots.filter(({ day }) => day >= today),
    );
    assert.deepEqual(command.kind === 'DEBIT' ? postings[0]?.lots : hold?.lots, taken);
  }
  if (command.kind === 'TAKE_BACK') checkTakenBack(world, command, decision, lotsBefore, today);
  if (command.kind === 'CAPTURE') {
    const taken = postings[0]?.lots ?? [];
    assert.equal(totalOf(taken), command.points);
    checkFirst(taken, subtractLots(world.book.holds.get(command.holdId)?.lots ?? [], taken));
  }
  if (command.kind === 'REVERSE') {
    const { lots: all = [], reversedLots = [] } = world.book.reversibles.get(command.targetId) ?? {};
    const given = postings[0]?.originLots ?? [];
    checkFirst(subtractLots(subtractLots(all, reversedLots), given), given);
    assert.ok(
      (postings[0]?.lots ?? []).every(({ day }) => day >= today),
      'a refund was born expired',
    );
  }
}

/** Counters aside, the four parts of what is taken back sum to it, and the points come from lots in their order. */
function checkTakenBack(world: World, command: TakeBack, decision: Decision, lots: Lots, today: Day): void {
  const was = world.book.awards.get(command.targetId);
  const { award, account, request, postings = [] } = decision;
  assert.ok(was !== undefined && award !== undefined && request !== undefined);
  const before = world.book.accounts.get(command.account.id);
  const taken = -sum(postings.map(({ amount }) => amount));
  const owed = (account ?? before)?.debt ?? 0n;
  const parts = [award.canceled - was.canceled, award.forgiven - was.forgiven, owed - (before?.debt ?? 0n), taken];
  assert.equal(sum(parts), request.points, 'its parts are not what was taken back');
  assert.equal(award.reversed - was.reversed, request.points);
  const [posting] = postings;
  if (posting === undefined) return;
  const own = posting.lots.find(({ day }) => day === was.lotDay)?.points ?? 0n;
  const ownBefore = lots.find(({ day }) => day === was.lotDay && day >= today)?.points ?? 0n;
  assert.equal(own, ownBefore < taken ? ownBefore : taken, 'its own lot was not taken first');
  const isOther = ({ day }: { day: Day }): boolean => day >= today && day !== was.lotDay;
  checkFirst(posting.lots.filter(isOther), subtractLots(lots, posting.lots).filter(isOther));
}

/** Nothing is left that expires before something that was taken. */
function checkFirst(taken: Lots, left: Lots): void {
  const last = taken.at(-1)?.day ?? -1;
  assert.ok(
    left.every(({ day }) => day >= last),
    'not in the order of expiry',
  );
}
