import { afterEach, expect, test } from 'vitest';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { capture, credit, hold, idOf, memberAccount, PROGRAM } from './support/commands.ts';
import { abreast } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

async function membersWithHolds(name: string, count: number): Promise<AccountRef[]> {
  const accounts = Array.from({ length: count }, (_, i) => memberAccount(`${name}-${i}`));
  const expiresAt = new Date(books.now().getTime() + 3_600_000);
  await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 10n))));
  await Promise.all(accounts.map(async (account) => books.ledger.post(hold(account, 4n, { expiresAt }))));
  return accounts;
}

async function expectFree(accounts: readonly AccountRef[]): Promise<void> {
  const after = await books.ledger.accounts(accounts);
  for (const account of after) expect(account).toMatchObject({ balance: 10n, held: 0n, seq: 1n });
}

test('a run releases the holds whose time is over, through all pages, and leaves the others', async () => {
  const accounts = await membersWithHolds('due', 210);
  const lasting = memberAccount('lasting');
  await books.ledger.post(credit(lasting, 5n));
  await books.ledger.post(hold(lasting, 5n));
  expect(await books.ledger.releaseDueHolds([PROGRAM])).toBe(0);
  books.toDay(1);
  expect(await books.ledger.releaseDueHolds([PROGRAM])).toBe(210);
  await expectFree(accounts);
  expect(await books.account(lasting)).toMatchObject({ held: 5n });
  expect(await books.ledger.releaseDueHolds([PROGRAM])).toBe(0);
});

test('doubled runs, and runs of two ledgers at once, release every hold once', async () => {
  const accounts = await membersWithHolds('doubled', 50);
  books.toDay(1);
  const ledgers = abreast(books.database.hot, 2).map((hot) => books.another({ hot }));
  const counts = await Promise.all([...ledgers, ...ledgers].map(async (ledger) => ledger.releaseDueHolds([PROGRAM])));
  expect(counts.reduce((sum, count) => sum + count)).toBe(50);
  await expectFree(accounts);
});

test('a hold whose time is over is captured no more, even before the job', async () => {
  const account = memberAccount('overdue');
  const expiresAt = new Date(books.now().getTime() + 1000);
  await books.ledger.post(credit(account, 10n));
  await books.ledger.post(hold(account, 4n, { key: 'overdue', expiresAt }));
  books.toDay(1);
  expect(await books.ledger.post(capture(account, idOf('overdue'), 4n))).toMatchObject({ status: 'rejected' });
  expect(await books.account(account)).toMatchObject({ held: 4n });
  expect(await books.ledger.releaseDueHolds([])).toBe(0);
  expect(await books.ledger.releaseDueHolds([PROGRAM])).toBe(1);
  expect(await books.account(account)).toMatchObject({ held: 0n });
});

test('a capture and the time-out of one hold race, and one of them wins', async () => {
  const accounts = Array.from({ length: 50 }, (_, i) => memberAccount(`tie-${i}`));
  const expiresAt = new Date(books.now().getTime() + 1000);
  await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 10n))));
  await Promise.all(
    accounts.map(async (account, i) => books.ledger.post(hold(account, 4n, { key: `tie-${i}`, expiresAt }))),
  );
  // Its own clock is still before the end of the holds.
  const behind = books.another({ now: () => new Date(expiresAt.getTime() - 1) });
  books.toDay(1);
  const [released, captures] = await Promise.all([
    books.ledger.releaseDueHolds([PROGRAM]),
    Promise.all(accounts.map(async (account, i) => behind.post(capture(account, idOf(`tie-${i}`), 4n)))),
  ]);
  const captured = captures.filter(({ status }) => status === 'accepted').length;
  expect(released + captured).toBe(50);
});
