import { afterEach, expect, test } from 'vitest';
import { DatabaseUnavailable } from '../../../src/database/port.ts';
import type { AccountRef } from '../../../src/ledger/account.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { credit, debit, hold, idOf, memberAccount, PROGRAM, release, reverse } from './support/commands.ts';
import { abreast, unsteady } from './support/databases.ts';
import { TODAY, useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

async function expiries(account: AccountRef): Promise<bigint[]> {
  const [page] = await books.ledger.entryPages([{ account, first: 100, before: null, kinds: ['EXPIRE'] }]);
  return (page?.entries ?? []).map(({ points }) => points);
}

async function membersWithLots(name: string, count: number): Promise<AccountRef[]> {
  const accounts = Array.from({ length: count }, (_, i) => memberAccount(`${name}-${i}`));
  await Promise.all(
    accounts.flatMap((account) =>
      [1, 2, 9].map(async (days) => books.ledger.post(credit(account, 10n, { expiresOn: TODAY + days }))),
    ),
  );
  return accounts;
}

async function expectSwept(accounts: readonly AccountRef[]): Promise<void> {
  const after = await books.ledger.accounts(accounts);
  for (const account of after) {
    expect(account).toMatchObject({ balance: 10n, seq: 5n, lots: [{ day: TODAY + 9, points: 10n }] });
  }
}

test('an expired lot is not spendable even before the job, and the job takes it once', async () => {
  const [account] = (await membersWithLots('late', 1)) as [AccountRef];
  books.toDay(4);
  expect(await books.ledger.post(debit(account, 11n))).toMatchObject({ rejection: { available: 10n } });
  expect(await books.account(account)).toMatchObject({ balance: 30n });
  expect(await books.ledger.expireLots([PROGRAM])).toBe(2);
  await expectSwept([account]);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(0);
  expect(await expiries(account)).toEqual([-10n, -10n]);
});

test('the last day is a day on which the points can be spent', async () => {
  const account = memberAccount('last-day');
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 2 }));
  books.toDay(2);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(0);
  expect(await books.ledger.post(debit(account, 4n))).toMatchObject({ status: 'accepted' });
  books.toDay(3);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(1);
  expect(await books.account(account)).toMatchObject({ balance: 0n });
});

test('a run goes through all pages', async () => {
  const accounts = await membersWithLots('pages', 250);
  books.toDay(4);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(500);
  await expectSwept(accounts);
});

test('doubled runs, and runs of two ledgers at once, expire every lot once', async () => {
  const accounts = await membersWithLots('doubled', 100);
  books.toDay(4);
  // Each has read what is to expire before either expires any.
  const ledgers = abreast(books.database.hot, 2).map((hot) => books.another({ hot }));
  const counts = await Promise.all([...ledgers, ...ledgers].map(async (ledger) => ledger.expireLots([PROGRAM])));
  expect(counts.reduce((sum, count) => sum + count)).toBe(200);
  await expectSwept(accounts);
});

test('a run that is killed half-way is finished by the next', async () => {
  const accounts = await membersWithLots('killed', 250);
  books.toDay(4);
  const hot = unsteady(books.database.hot);
  let batches = 0;
  const killed: Ledger = books.another({
    patience: 2_000,
    hot: {
      ...hot,
      transaction: async (work) => {
        batches += 1;
        if (batches > 1) throw new DatabaseUnavailable(new Error('killed'));
        return hot.transaction(work);
      },
    },
  });
  await expect(killed.expireLots([PROGRAM])).rejects.toThrow(LedgerUnavailable);
  const left = (await books.ledger.accounts(accounts)).filter((account) => account?.balance === 30n).length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(250);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(2 * left);
  await expectSwept(accounts);
});

test('refunded points have their days of grace, and expire with the lot of that day', async () => {
  const account = memberAccount('grace');
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 1 }));
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 3 }));
  await books.ledger.post(debit(account, 10n, { key: 'grace' }));
  books.toDay(2);
  const program = { ...PROGRAM, refundGraceDays: 1 };
  await books.ledger.post({ ...reverse(account, idOf('grace'), 4n), program });
  expect((await books.account(account)).lots).toEqual([{ day: TODAY + 3, points: 14n }]);
  books.toDay(4);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(1);
  expect(await expiries(account)).toEqual([-14n]);
});

test('a day that comes back, because the program moved to the west, expires again', async () => {
  const account = memberAccount('again');
  const east = { ...PROGRAM, timeZone: 'Pacific/Kiritimati' };
  const west = { ...PROGRAM, timeZone: 'Pacific/Niue' };
  await books.ledger.post({ ...credit(account, 5n, { expiresOn: TODAY }), program: west });
  expect(await books.ledger.expireLots([east])).toBe(1);
  await books.ledger.post({ ...credit(account, 3n, { expiresOn: TODAY }), program: west });
  expect(await books.ledger.expireLots([west])).toBe(0);
  books.toDay(2);
  expect(await books.ledger.expireLots([west])).toBe(1);
  expect(await expiries(account)).toEqual([-3n, -5n]);
});

test('one account that cannot be swept leaves the others alone', async () => {
  const accounts = await membersWithLots('stuck', 210);
  books.toDay(4);
  const [stuck] = accounts as [AccountRef];
  const [before] = await books.ledger.accounts([stuck]);
  const hot = books.database.hot;
  const refusing = books.another({
    hot: {
      ...hot,
      transaction: (work) =>
        hot.transaction((sql) =>
          work({
            query: (statement, values) => {
              if (statement.name === 'lock_accounts' && String(values[1]).includes(stuck.id))
                throw new TypeError('this one never');
              return sql.query(statement, values);
            },
          }),
        ),
    },
  });
  await expect(refusing.expireLots([PROGRAM])).rejects.toThrow('2 commands of a job failed');
  await expectSwept(accounts.slice(1));
  expect(await books.account(stuck)).toEqual(before);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(2);
  await expectSwept(accounts);
});

test('each program’s day is that of its own time zone, and only the programs named are swept', async () => {
  const east = { ...PROGRAM, id: 'east', timeZone: 'Pacific/Kiritimati' };
  const west = { ...PROGRAM, id: 'west', timeZone: 'Pacific/Niue' };
  const [inEast, inWest] = [accountRef('east', 'm'), accountRef('west', 'm')];
  await books.ledger.post({ ...credit(inEast, 1n, { expiresOn: TODAY + 1 }), program: east });
  await books.ledger.post({ ...credit(inWest, 1n, { expiresOn: TODAY + 1 }), program: west });
  // At this hour Kiritimati, at UTC+14, has the day after tomorrow, and Niue, at UTC-11, still tomorrow.
  books.toDay(1, 8);
  expect(await books.ledger.expireLots([west])).toBe(0);
  expect(await books.ledger.expireLots([])).toBe(0);
  expect(await books.ledger.expireLots([east, west])).toBe(1);
  books.toDay(2, 8);
  expect(await books.ledger.expireLots([east])).toBe(0);
  expect(await books.ledger.expireLots([west])).toBe(1);
});

test('a release of points that expired while they were held expires them at once', async () => {
  const account = memberAccount('held-too-long');
  await books.ledger.post(credit(account, 10n, { expiresOn: TODAY + 1 }));
  await books.ledger.post(hold(account, 6n, { key: 'held-too-long' }));
  books.toDay(3);
  expect(await books.ledger.expireLots([PROGRAM])).toBe(1);
  expect(await books.account(account)).toMatchObject({ balance: 6n, held: 6n });
  expect(await books.ledger.post(release(account, idOf('held-too-long')))).toMatchObject({ status: 'accepted' });
  expect(await books.account(account)).toMatchObject({ balance: 0n, held: 0n });
  expect(await expiries(account)).toEqual([-6n, -4n]);
});
