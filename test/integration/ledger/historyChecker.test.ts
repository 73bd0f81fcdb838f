import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/ledger/outcome.ts';
import { type Act, checkHistory, type History, type PostingRow } from '../../support/historyChecker.ts';

// The checker itself has to be able to say no: one right history, and each way in which it can be wrong.

function accepted(id: string, seq: bigint, replayed = false): Outcome {
  const receipt = { id, account: { id: 'a', bucket: 0 }, kind: 'DEBIT' as const, points: 1n, seq, targetId: null };
  return { status: 'accepted', receipt: { ...receipt, details: {}, recordedAt: new Date(0) }, replayed };
}

function refused(available: bigint): Outcome {
  return { status: 'rejected', rejection: { code: 'INSUFFICIENT_POINTS', available, requested: 9n }, replayed: false };
}

function act(id: string, sentAt: number, acknowledgedAt: number, outcome: Outcome | null, fingerprint = 'x'): Act {
  return { sentAt, acknowledgedAt, request: { id, kind: 'DEBIT', fingerprint, accountId: 'a' }, outcome };
}

const posting = (requestId: string, seq: bigint, amount: bigint, balanceAfter: bigint): PostingRow => ({
  accountId: 'a',
  requestId,
  seq,
  amount,
  balanceAfter,
});

const RIGHT: History = {
  acts: [
    act('one', 0, 10, accepted('one', 1n)),
    act('one', 5, 20, accepted('one', 1n, true)),
    act('two', 15, 40, accepted('two', 2n)),
    act('three', 30, 50, refused(8n)),
    act('three', 60, 70, { status: 'conflict' }, 'y'),
    act('four', 60, 90, null),
    act('five', 60, 90, null),
  ],
  looks: [
    { sentAt: 20, acknowledgedAt: 21, accountId: 'a', seq: 1n, balance: 10n },
    { sentAt: 20, acknowledgedAt: 21, accountId: 'a', seq: null, balance: 8n },
  ],
  postings: [posting('one', 1n, 10n, 10n), posting('two', 2n, -2n, 8n), posting('five', 3n, -1n, 7n)],
  isForeign: () => false,
};

test('a right history has no problem', () => {
  expect(checkHistory(RIGHT)).toEqual([]);
});

const { acts, looks, postings } = RIGHT;
const look = { sentAt: 20, acknowledgedAt: 21, accountId: 'a', seq: 1n, balance: 10n };
test.each<[string, Partial<History>, RegExp]>([
  ['an acknowledged posting is lost', { postings: postings.slice(1) }, /0 postings, and callers heard of 1/],
  ['a request was done twice', { postings: [...postings, posting('two', 4n, -2n, 5n)] }, /2 postings/],
  ['an unknown request was done twice', { postings: [...postings, posting('five', 4n, -1n, 6n)] }, /2 postings/],
  ['nobody asked for a posting', { postings: [...postings, posting('six', 4n, -1n, 6n)] }, /nobody asked/],
  ['a rejected request has a posting', { postings: [...postings, posting('three', 4n, -1n, 6n)] }, /heard of 0/],
  ['a balance is wrong', { postings: postings.with(1, posting('two', 2n, -2n, 9n)) }, /balance is wrong/],
  ['a seq is missing', { postings: postings.with(2, posting('five', 4n, -1n, 7n)) }, /it is posting 3/],
  ['it is overdrawn', { postings: postings.with(2, posting('five', 3n, -9n, -1n)) }, /overdrawn/],
  ['the order is not that of the callers', { acts: acts.with(0, act('one', 41, 50, accepted('one', 1n))) }, /sent/],
  ['it was acknowledged elsewhere', { acts: acts.with(2, act('two', 15, 40, accepted('two', 3n))) }, /where it is not/],
  ['two were the first', { acts: acts.with(1, act('one', 5, 20, accepted('one', 1n))) }, /2 callers/],
  ['none was the first', { acts: acts.with(2, act('two', 15, 40, accepted('two', 2n, true))) }, /nobody was first/],
  [
    'callers heard of different outcomes',
    { acts: acts.with(1, act('one', 5, 20, accepted('one', 2n, true))) },
    /different/,
  ],
  ['a conflict is with nothing', { acts: acts.with(4, act('three', 60, 70, { status: 'conflict' })) }, /nothing/],
  ['a rejection had no reason', { acts: acts.with(3, act('three', 30, 50, refused(5n))) }, /never was/],
  ['a rejection came too late', { acts: acts.with(3, act('three', 45, 50, refused(10n))) }, /never was/],
  ['a rejection came too early', { acts: acts.with(3, act('three', 30, 50, refused(7n))) }, /never was/],
  ['a read was stale', { looks: looks.with(0, { ...look, sentAt: 41, acknowledgedAt: 42 }) }, /read 10 at 1/],
  ['a read was of the future', { looks: looks.with(0, { ...look, seq: 3n, balance: 7n }) }, /read 7 at 3/],
  ['a balance was stale', { looks: looks.with(1, { ...look, seq: null, sentAt: 41, acknowledgedAt: 42 }) }, /read 10/],
  ['a balance was of the future', { looks: looks.with(1, { ...look, seq: null, balance: 7n }) }, /read 7/],
  ['a read was of no moment', { looks: looks.with(0, { ...look, balance: 9n }) }, /read 9 at 1/],
])('it says so when %s', (_, change, problem) => {
  expect(checkHistory({ ...RIGHT, ...change })).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
});
