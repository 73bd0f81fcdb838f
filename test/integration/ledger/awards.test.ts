import { afterEach, expect, test } from 'vitest';
import { programOwner } from '../../../src/ledger/counters.ts';
import { READS } from '../../unit/ledger/support/rules.ts';
import { award, clear, takeBack } from './support/awards.ts';
import { changeStatus, credit, debit, idOf, memberAccount } from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

async function statement(account: ReturnType<typeof memberAccount>): Promise<string[]> {
  const [page] = await books.ledger.entryPages([{ account, first: 20, before: null, kinds: null }]);
  return (page?.entries ?? [])
    .map(({ kind, points, balanceAfter }) => `${kind} ${points} ${balanceAfter}`)
    .toReversed();
}

test('an award at once opens the account, is counted, and can be spent', async () => {
  const account = memberAccount('at-once');
  const before = await books.ledger.counters([{ account, ranges: READS }]);
  expect(await books.ledger.post(award(account, 30n, { key: 'at-once' }))).toMatchObject({
    status: 'accepted',
    receipt: { kind: 'AWARD', points: 30n, seq: 1n, targetId: null },
    replayed: false,
  });
  expect(await books.account(account)).toMatchObject({ balance: 30n, pending: 0n, debt: 0n, awards: 1n, seq: 1n });
  const used = before[0]?.find(({ key }) => key === 'cap')?.value ?? 0n;
  expect(await books.ledger.counters([{ account, ranges: READS }])).toEqual([
    [
      { owner: 'program', key: 'cap', value: used + 30n },
      { owner: 'account', key: 'q:1', value: 30n },
    ],
  ]);
  expect(await books.ledger.post(debit(account, 30n))).toMatchObject({ status: 'accepted' });
  const [found] = await books.ledger.movements([idOf('at-once')]);
  expect(found).toMatchObject({
    kind: 'AWARD',
    seq: 1n,
    position: 1n,
    reversed: 0n,
    memberId: 'at-once',
    award: { points: 30n, state: 'POSTED', clearsAt: null, seq: 1n, number: 1n, afterSeq: 0n, memo: null },
  });
  expect(JSON.parse(found?.award?.facts ?? '')).toEqual({ used: used.toString() });
});

test('nothing to give is recorded, without a posting', async () => {
  const account = memberAccount('nothing');
  expect(await books.ledger.post(award(account, 0n, { key: 'nothing', clearing: 'ON_SIGNAL' }))).toMatchObject({
    status: 'accepted',
    receipt: { points: 0n, seq: null },
  });
  expect(await books.account(account)).toMatchObject({ balance: 0n, awards: 1n, seq: 0n });
  const [found] = await books.ledger.movements([idOf('nothing')]);
  expect(found).toMatchObject({ seq: null, award: { state: 'POSTED', points: 0n } });
  expect(await books.ledger.post(takeBack(account, 'nothing', 0n))).toMatchObject({ status: 'accepted' });
});

test('pending points cannot be spent until a signal clears them, once', async () => {
  const account = memberAccount('pending');
  await books.ledger.post(award(account, 20n, { key: 'pending', clearing: 'ON_SIGNAL' }));
  expect(await books.account(account)).toMatchObject({ balance: 0n, pending: 20n });
  expect(await books.ledger.post(debit(account, 1n))).toMatchObject({
    rejection: { code: 'INSUFFICIENT_POINTS', available: 0n },
  });
  expect(await books.ledger.post(changeStatus(account, 'CLOSED'))).toMatchObject({
    rejection: { code: 'AWARDS_PENDING', pending: 20n },
  });
  expect(await books.ledger.post(clear(account, 'pending'))).toMatchObject({ replayed: false, receipt: { seq: 1n } });
  expect(await books.ledger.post(clear(account, 'pending'))).toMatchObject({
    replayed: true,
    receipt: { points: 20n },
  });
  expect(await books.account(account)).toMatchObject({ balance: 20n, pending: 0n });
  const another = { ...clear(account, 'pending'), id: idOf('another-clear') };
  for (const replayed of [false, true]) {
    expect(await books.ledger.post(another)).toEqual({
      status: 'rejected',
      rejection: { code: 'AWARD_NOT_PENDING' },
      replayed,
    });
  }
});

test('what is taken back while it is pending is canceled, and only the rest clears', async () => {
  const account = memberAccount('canceled');
  await books.ledger.post(award(account, 20n, { key: 'canceled', clearing: 'ON_SIGNAL' }));
  await books.ledger.post(takeBack(account, 'canceled', 5n));
  expect(await books.account(account)).toMatchObject({ pending: 15n, debt: 0n, seq: 0n });
  await books.ledger.post(clear(account, 'canceled'));
  await books.ledger.post(takeBack(account, 'canceled', 4n));
  expect(await books.account(account)).toMatchObject({ balance: 11n, pending: 0n });
  const [found] = await books.ledger.movements([idOf('canceled')]);
  expect(found).toMatchObject({
    reversed: 9n,
    award: { canceled: 5n, reversed: 9n, forgiven: 0n, memo: '{"left":"11"}' },
  });
  await books.ledger.post(award(account, 2n, { key: 'wholly', clearing: 'ON_SIGNAL' }));
  await books.ledger.post(takeBack(account, 'wholly', 2n));
  expect(await books.ledger.post(clear(account, 'wholly'))).toMatchObject({ receipt: { points: 0n, seq: null } });
});

test('what was spent is owed, and everything earned later pays it first', async () => {
  const account = memberAccount('debt');
  await books.ledger.post(award(account, 50n, { key: 'debt' }));
  await books.ledger.post(debit(account, 40n));
  expect(await books.ledger.post(takeBack(account, 'debt', 50n))).toMatchObject({ receipt: { points: 50n, seq: 3n } });
  expect(await books.account(account)).toMatchObject({ balance: 0n, debt: 40n });
  await books.ledger.post(credit(account, 15n));
  await books.ledger.post(award(account, 10n));
  await books.ledger.post(award(account, 25n, { key: 'debt-pending', clearing: 'ON_SIGNAL' }));
  expect(await books.account(account)).toMatchObject({ balance: 0n, debt: 15n, pending: 25n });
  await books.ledger.post(clear(account, 'debt-pending'));
  expect(await books.account(account)).toMatchObject({ balance: 10n, debt: 0n, pending: 0n });
  expect(await statement(account)).toEqual([
    'EARN 50 50',
    'REDEEM -40 10',
    'REVERSE -10 0',
    'EARN 15 15',
    'REVERSE -15 0',
    'EARN 10 10',
    'REVERSE -10 0',
    'EARN 25 25',
    'REVERSE -15 10',
  ]);
  const [page] = await books.ledger.entryPages([{ account, first: 9, before: null, kinds: ['REVERSE'] }]);
  // What a debt takes of a credit or an award is about nothing else; of a clearing, about the cleared award.
  expect(page?.entries.map(({ targetId }) => targetId)).toEqual([idOf('debt-pending'), null, null, idOf('debt')]);
});

test('what was spent is forgiven, or a reason to refuse, which changes nothing', async () => {
  const account = memberAccount('shortfall');
  await books.ledger.post(award(account, 50n, { key: 'shortfall' }));
  await books.ledger.post(debit(account, 45n));
  const before = await books.ledger.counters([{ account, ranges: READS }]);
  const refused = takeBack(account, 'shortfall', 6n, { shortfall: 'REFUSE' });
  for (const replayed of [false, true]) {
    expect(await books.ledger.post(refused)).toEqual({
      status: 'rejected',
      rejection: { code: 'INSUFFICIENT_POINTS', available: 5n, requested: 6n },
      replayed,
    });
  }
  expect(await books.ledger.counters([{ account, ranges: READS }])).toEqual(before);
  await books.ledger.post(takeBack(account, 'shortfall', 50n, { shortfall: 'WITHIN_BALANCE' }));
  expect(await books.account(account)).toMatchObject({ balance: 0n, debt: 0n });
  const [found] = await books.ledger.movements([idOf('shortfall')]);
  expect(found?.award).toMatchObject({ reversed: 50n, forgiven: 45n });
  expect(await books.ledger.post(takeBack(account, 'shortfall', 1n))).toMatchObject({
    rejection: { code: 'NOT_TAKEN_BACK', left: '0' },
  });
  expect(await books.ledger.post(takeBack(account, 'of nobody', 1n))).toMatchObject({
    rejection: { code: 'NOT_TAKEN_BACK', left: null },
  });
});

test('a refusal of the rules is remembered with its figures, in a new member’s case too', async () => {
  const account = memberAccount('refused');
  const command = award(account, 5n, {
    cap: 0n,
    assess: () => ({ rejection: { code: 'CAP_EXCEEDED', rule: '7', limit: 9n } }),
  });
  for (const replayed of [false, true]) {
    expect(await books.another().post(command)).toEqual({
      status: 'rejected',
      rejection: { code: 'CAP_EXCEEDED', rule: '7', limit: 9n },
      replayed,
    });
  }
  expect(await books.ledger.accounts([account])).toEqual([null]);
});

test('rules that fail are told to their caller, and their neighbors are awarded', async () => {
  const accounts = Array.from({ length: 20 }, (_, i) => memberAccount(`failing-${i}`));
  const results = await Promise.allSettled(
    accounts.map(async (account, i) =>
      books.ledger.post(
        award(account, 1n, {
          ...(i % 5 === 0 && {
            assess: () => {
              throw new Error('no such rule');
            },
          }),
        }),
      ),
    ),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
});

test('all of it in one batch: what is awarded is cleared, spent and taken back by its neighbors', async () => {
  const account = memberAccount('one-batch');
  const owner = programOwner(account.programId);
  expect(owner.id).not.toBe(account.id);
  await books.ledger.post(credit(account, 1n));
  const outcomes = await Promise.all(
    [
      award(account, 30n, { key: 'one-batch', clearing: 'ON_SIGNAL' }),
      clear(account, 'one-batch'),
      debit(account, 11n),
      takeBack(account, 'one-batch', 25n),
      award(account, 9n),
    ].map(async (command) => books.ledger.post(command)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'accepted'));
  expect(await books.account(account)).toMatchObject({ balance: 4n, debt: 0n, pending: 0n, awards: 2n });
});
