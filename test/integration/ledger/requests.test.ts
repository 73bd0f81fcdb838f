import { afterEach, expect, test } from 'vitest';
import { credit, debit, hold, idOf, memberAccount, PROGRAM } from './support/commands.ts';
import { unsteady, watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

/** Two members whose accounts are in different lanes. */
function twoLanes(name: string) {
  const first = memberAccount(name);
  for (let i = 0; ; i += 1) {
    const second = memberAccount(`${name}-${i}`);
    if (second.bucket % 2 !== first.bucket % 2) return [first, second] as const;
  }
}

test('an accepted request answers the same for ever, whatever became of the account, and after a restart', async () => {
  const account = memberAccount('replay');
  await books.ledger.post(credit(account, 100n));
  const command = debit(account, 60n, { key: 'replay', details: { orderId: 'order "1"', rewardId: 'ü\\n' } });
  const first = await books.ledger.post(command);
  await books.ledger.post(debit(account, 40n));
  const again = { ...first, replayed: true };
  expect(first).toMatchObject({ status: 'accepted', replayed: false });
  expect(await books.ledger.post(command)).toEqual(again);
  expect(await books.another().post(command)).toEqual(again);
  expect(await books.account(account)).toMatchObject({ balance: 0n, seq: 3n });
});

test('a rejected request stays rejected with the figures of then', async () => {
  const account = memberAccount('replay-rejected');
  await books.ledger.post(credit(account, 10n));
  // Beyond what a double tells apart.
  const requested = 2n ** 62n - 1n;
  const command = debit(account, requested, { key: 'too-much' });
  const rejection = { code: 'INSUFFICIENT_POINTS', available: 10n, requested };
  expect(await books.ledger.post(command)).toEqual({ status: 'rejected', rejection, replayed: false });
  await books.ledger.post(credit(account, 100n));
  expect(await books.ledger.post(command)).toEqual({ status: 'rejected', rejection, replayed: true });
  expect(await books.another().post(command)).toEqual({ status: 'rejected', rejection, replayed: true });
});

test('a used id with another input is a conflict, and changes nothing', async () => {
  const [account, other] = twoLanes('conflict');
  await books.ledger.post(credit(account, 100n));
  await books.ledger.post(credit(other, 100n));
  await books.ledger.post(debit(account, 10n, { key: 'conflict' }));
  const conflict = { status: 'conflict' };
  expect(await books.ledger.post(debit(account, 11n, { key: 'conflict' }))).toEqual(conflict);
  expect(await books.ledger.post(hold(account, 10n, { key: 'conflict' }))).toEqual(conflict);
  expect(await books.ledger.post(debit(other, 10n, { key: 'conflict' }))).toEqual(conflict);
  expect(await books.account(account)).toMatchObject({ balance: 90n });
  expect(await books.account(other)).toMatchObject({ balance: 100n });
});

test('a request that comes many times at once is done once, and one caller hears that it was theirs', async () => {
  const account = memberAccount('shared');
  await books.ledger.post(credit(account, 100n));
  const hot = unsteady(books.database.hot);
  const ledger = books.another({ hot });
  const command = debit(account, 10n, { key: 'shared' });
  const outcomes = await Promise.all(Array.from({ length: 20 }, async () => ledger.post(command)));
  expect(hot.transactions).toBe(1);
  expect(outcomes.filter((outcome) => 'replayed' in outcome && !outcome.replayed)).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => outcome.status === 'accepted' && outcome.receipt.seq))).toEqual(
    new Set([2n]),
  );
  expect(await books.account(account)).toMatchObject({ balance: 90n });
});

test('one id with many inputs at once: one is done, the others wait for it and are conflicts', async () => {
  const accounts = [...twoLanes('mixed'), memberAccount('mixed-third')];
  await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 100n))));
  const commands = accounts.flatMap((account) =>
    [1n, 2n, 3n].map((points) => debit(account, points, { key: 'mixed' })),
  );
  const batches: unknown[] = [];
  const hot = watched(books.database.hot, ({ name }, values) => {
    if (name === 'read_requests') batches.push(values[0]);
  });
  const ledger = books.another({ hot });
  const outcomes = await Promise.all(commands.map(async (command) => ledger.post(command)));
  expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1);
  expect(outcomes.filter(({ status }) => status === 'conflict')).toHaveLength(8);
  // Nine batches of one: no batch held the id twice, and none was tried again.
  expect(batches).toEqual(Array.from({ length: 9 }, () => `{${idOf('mixed')}}`));
  const balances = await Promise.all(accounts.map(async (account) => (await books.account(account)).balance));
  expect(balances.reduce((sum, balance) => sum + balance)).toBe(299n);
});

test('what stores nothing may be asked again: absent, then opened', async () => {
  const account = memberAccount('late-opening');
  const command = debit(account, 5n, { key: 'late-opening' });
  expect(await books.ledger.post(command)).toEqual({ status: 'absent' });
  await books.ledger.post(credit(account, 5n));
  expect(await books.ledger.post(command)).toMatchObject({ status: 'accepted', replayed: false });
});

test('the rejected first credit of a member is remembered, and opens no account', async () => {
  const account = memberAccount('too-rich');
  const command = { ...credit(account, 10n ** 16n, { key: 'too-rich' }), program: PROGRAM };
  expect(await books.ledger.post(command)).toMatchObject({ rejection: { code: 'BALANCE_LIMIT' }, replayed: false });
  expect(await books.ledger.post(command)).toMatchObject({ rejection: { code: 'BALANCE_LIMIT' }, replayed: true });
  expect(await books.ledger.accounts([account])).toEqual([null]);
  expect(await books.ledger.movements([idOf('too-rich')])).toEqual([null]);
});
