import { afterEach, expect, test } from 'vitest';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { startOfDay } from '../../../src/ledger/day.ts';
import { credit, debit, hold, idOf, memberAccount, PROGRAM, release } from './support/commands.ts';
import { TODAY, useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

/** The balances one hour after noon of some days from today. */
async function balances(account: AccountRef, days: readonly number[]): Promise<(bigint | null)[]> {
  return books.ledger.balancesAt(
    days.map((day) => ({
      account,
      time: new Date(startOfDay(TODAY + day, 'UTC').getTime() + 13 * 3_600_000),
      day: TODAY + day,
    })),
  );
}

test('a balance of the past is what had been posted by then; before the account there is none', async () => {
  const account = memberAccount('history');
  books.toDay(1);
  await books.ledger.post(credit(account, 100n));
  books.toDay(2);
  await books.ledger.post(debit(account, 30n));
  await books.ledger.post(debit(account, 5n));
  books.toDay(4);
  await books.ledger.post(hold(account, 20n));
  await books.ledger.post(credit(account, 7n));
  expect(await balances(account, [0, 1, 2, 3, 4, 9])).toEqual([null, 100n, 65n, 65n, 72n, 72n]);
  expect(await balances(memberAccount('nobody'), [1])).toEqual([null]);
});

test('the past reads the same before an expiry is posted, after it, and however late', async () => {
  const account = memberAccount('late-expiry');
  books.toDay(0);
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 1 }));
  await books.ledger.post(credit(account, 100n, { expiresOn: TODAY + 5 }));
  const days = [0, 1, 2, 3, 4, 5, 6];
  const expected = [110n, 110n, 100n, 100n, 100n, 100n, 0n];
  expect(await balances(account, days)).toEqual(expected);
  books.toDay(4);
  expect(await balances(account, days)).toEqual(expected);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(1);
  expect(await balances(account, days)).toEqual(expected);
  books.toDay(9);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(1);
  expect(await balances(account, days)).toEqual(expected);
});

test('points that were held when their lot expired count until the hold ends', async () => {
  const account = memberAccount('held-expiry');
  books.toDay(0);
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 1 }));
  await books.ledger.post(hold(account, 4n, { key: 'held-expiry' }));
  const before = [10n, 10n, 4n, 4n];
  expect(await balances(account, [0, 1, 2, 3])).toEqual(before);
  books.toDay(4);
  await books.ledger.post(release(account, idOf('held-expiry')));
  expect(await balances(account, [0, 1, 2, 3, 4])).toEqual([...before, 0n]);
  await books.ledger.expireLots([PROGRAM]);
  expect(await balances(account, [0, 1, 2, 3, 4])).toEqual([...before, 0n]);
});

test('many postings are searched, not read: any moment between any two of them', async () => {
  const account = memberAccount('long-history');
  for (let day = 0; day < 21; day += 1) {
    books.toDay(day);
    await books.ledger.post(credit(account, 1n));
  }
  const days = Array.from({ length: 21 }, (_, day) => day);
  expect(await balances(account, days)).toEqual(days.map((day) => BigInt(day + 1)));
});
