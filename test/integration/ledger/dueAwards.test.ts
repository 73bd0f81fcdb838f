import { afterEach, expect, test } from 'vitest';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { award, clear, takeBack } from './support/awards.ts';
import { changeStatus, memberAccount, PROGRAM } from './support/commands.ts';
import { abreast, unsteady } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

async function membersWithAwards(name: string, count: number): Promise<AccountRef[]> {
  const accounts = Array.from({ length: count }, (_, i) => memberAccount(`${name}-${i}`));
  const clearing = new Date(books.now().getTime() + 3_600_000);
  await Promise.all(
    accounts.map(async (account, i) => books.ledger.post(award(account, 10n, { key: `${name}-${i}`, clearing }))),
  );
  return accounts;
}

async function expectCleared(accounts: readonly AccountRef[]): Promise<void> {
  const after = await books.ledger.accounts(accounts);
  for (const account of after) expect(account).toMatchObject({ balance: 10n, pending: 0n, seq: 1n });
}

test('a run clears the awards whose time has come, through all pages, and leaves the others', async () => {
  const accounts = await membersWithAwards('due', 210);
  const waiting = memberAccount('waiting');
  await books.ledger.post(award(waiting, 5n, { clearing: 'ON_SIGNAL' }));
  expect(await books.ledger.clearDueAwards([PROGRAM])).toBe(0);
  books.toDay(1);
  expect(await books.ledger.clearDueAwards([])).toBe(0);
  expect(await books.ledger.clearDueAwards([PROGRAM])).toBe(210);
  await expectCleared(accounts);
  expect(await books.account(waiting)).toMatchObject({ pending: 5n });
  expect(await books.ledger.clearDueAwards([PROGRAM])).toBe(0);
});

test('doubled runs, and runs of two ledgers at once, clear every award once', async () => {
  const accounts = await membersWithAwards('doubled', 50);
  books.toDay(1);
  const ledgers = abreast(books.database.hot, 2).map((hot) => books.another({ hot }));
  const counts = await Promise.all([...ledgers, ...ledgers].map(async (ledger) => ledger.clearDueAwards([PROGRAM])));
  expect(counts.reduce((sum, count) => sum + count)).toBe(50);
  await expectCleared(accounts);
});

test('a run whose connection is lost clears every award once, or leaves it to the next', async () => {
  const accounts = await membersWithAwards('lost', 30);
  books.toDay(1);
  const hot = unsteady(books.database.hot);
  Object.assign(hot.lose, { before: 1, after: 2 });
  expect(await books.another({ hot }).clearDueAwards([PROGRAM])).toBe(30);
  expect(hot.lose).toEqual({ before: 0, after: 0 });
  await expectCleared(accounts);
});

test('a signal is first, or the job, and the award clears once', async () => {
  const accounts = await membersWithAwards('signal', 30);
  books.toDay(1);
  const [signals, cleared] = await Promise.all([
    Promise.all(accounts.map(async (account, i) => books.ledger.post(clear(account, `signal-${i}`)))),
    books.another().clearDueAwards([PROGRAM]),
  ]);
  const firsts = signals.filter((outcome) => outcome.status === 'accepted' && !outcome.replayed);
  expect(signals.every(({ status }) => status === 'accepted')).toBe(true);
  expect(firsts.length + cleared).toBe(30);
  await expectCleared(accounts);
});

test('what is taken back wholly clears as nothing, and never on a closed account', async () => {
  const accounts = await membersWithAwards('canceled', 2);
  await Promise.all(accounts.map(async (account, i) => books.ledger.post(takeBack(account, `canceled-${i}`, 10n))));
  expect(await books.ledger.post(changeStatus(accounts[1] as AccountRef, 'CLOSED'))).toMatchObject({
    status: 'accepted',
  });
  books.toDay(1);
  expect(await books.ledger.clearDueAwards([PROGRAM])).toBe(1);
  expect(await books.ledger.clearDueAwards([PROGRAM])).toBe(0);
});
