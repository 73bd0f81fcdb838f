import { expect, test } from 'vitest';
import { dayOf, formatDay, parseDay, startOfDay } from '../../../src/ledger/day.ts';
import type { ActivityQuery } from '../../../src/ledger/ledger.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { award, takeBack } from './support/awards.ts';
import { changeStatus, credit, debit, hold, idOf, memberAccount, PROGRAM, reverse } from './support/commands.ts';
import { TODAY, useLedger } from './support/useLedger.ts';

const books = useLedger();

const query = (period: ActivityQuery['period'], from = 0, to = 1_000_000): ActivityQuery => ({
  program: PROGRAM,
  from,
  to,
  period,
});
const monthOf = (day: number): number => parseDay(`${formatDay(day).slice(0, 7)}-01`);
const NOTHING = { issued: 0n, takenBack: 0n, redeemed: 0n, refunded: 0n, expired: 0n };

test('a program that nobody is in has no figures', async () => {
  expect(await books.ledger.activity(query('DAY'))).toEqual([]);
  expect(await books.ledger.liability(PROGRAM)).toMatchObject({ outstanding: 0n, held: 0n, expiring: [] });
});

test('what happened in each period, and what is owed after it', async () => {
  const { ledger } = books;
  const [account, leaver] = [memberAccount('figures'), memberAccount('leaver')];
  const lastYear = parseDay(`${Number(formatDay(TODAY).slice(0, 4)) - 1}-11-30`);
  const earned = { effectiveAt: new Date(startOfDay(lastYear, 'UTC').getTime() + 1000) };
  await ledger.post({ ...credit(account, 100n), ...earned });
  await ledger.post(award(account, 50n, { key: 'figures', effectiveAt: new Date(startOfDay(lastYear + 1, 'UTC')) }));
  await ledger.post(award(account, 9n, { clearing: 'ON_SIGNAL' }));
  await ledger.post(credit(account, 30n, { expiresOn: TODAY + 1 }));
  await ledger.post(credit(account, 7n, { expiresOn: TODAY - 1 }));
  await ledger.post(debit(account, 20n, { key: 'figures-spent' }));
  await ledger.post(reverse(account, idOf('figures-spent'), 5n));
  await ledger.post(hold(account, 3n));
  await ledger.post(takeBack(account, 'figures', 10n));
  await ledger.post(award(leaver, 40n, { key: 'leaver' }));
  await ledger.post(debit(leaver, 40n));
  await ledger.post(takeBack(leaver, 'leaver', 4n));
  await ledger.post(credit(leaver, 6n));
  await ledger.post(credit(accountRef('another', 'figures'), 1n));

  const today = { issued: 83n, takenBack: 14n, redeemed: 60n, refunded: 5n, expired: 7n };
  expect(await ledger.activity(query('DAY'))).toEqual([
    { day: lastYear, ...NOTHING, issued: 100n },
    { day: lastYear + 1, ...NOTHING, issued: 50n },
    { day: TODAY, ...today },
  ]);
  expect(await ledger.activity(query('DAY', lastYear + 1, lastYear + 1))).toEqual([
    { day: lastYear + 1, ...NOTHING, issued: 50n },
  ]);
  expect(await ledger.activity(query('MONTH', lastYear))).toEqual([
    { day: monthOf(lastYear), ...NOTHING, issued: 100n },
    { day: monthOf(lastYear + 1), ...NOTHING, issued: 50n },
    { day: monthOf(TODAY), ...today },
  ]);
  expect((await ledger.activity(query('YEAR'))).map(({ day }) => formatDay(day).slice(4))).toEqual([
    '-01-01',
    '-01-01',
  ]);

  const liability = await ledger.liability(PROGRAM);
  expect(liability).toMatchObject({ outstanding: 157n, held: 3n, pending: 9n, debt: 0n });
  const lastOfMonth = parseDay(formatDay(monthOf(monthOf(TODAY + 1) + 32))) - 1;
  expect(liability.expiring).toEqual([
    { month: lastOfMonth, points: 12n },
    { month: null, points: 142n },
  ]);
  expect(dayOf(liability.asOf, 'UTC')).toBe(TODAY);
  const all = await ledger.activity(query('YEAR'));
  const net = all.reduce(
    (sum, one) => sum + one.issued - one.takenBack - one.redeemed + one.refunded - one.expired,
    0n,
  );
  expect(net).toBe(liability.outstanding);

  // A lot whose day is over is owed no more, swept or not; what a closed account had is forfeited, and what it owed.
  books.toDay(3);
  expect(await ledger.liability(PROGRAM)).toMatchObject({ outstanding: 145n });
  await ledger.post(takeBack(leaver, 'leaver', 30n));
  expect(await ledger.liability(PROGRAM)).toMatchObject({ debt: 28n });
  await ledger.post(changeStatus(leaver, 'CLOSED'));
  expect(await ledger.liability(PROGRAM)).toMatchObject({ debt: 0n });
  expect(await books.account(leaver)).toMatchObject({ debt: 28n, status: 'CLOSED' });
  expect(await books.verify()).toBeNull();
});
