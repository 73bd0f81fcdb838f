import { afterAll, afterEach, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../../src/database/openDatabase.ts';
import { type Database, DatabaseRefused } from '../../../src/database/port.ts';
import type { AccountRef } from '../../../src/ledger/account.ts';
import type { Assess } from '../../../src/ledger/award.ts';
import type { CounterRange } from '../../../src/ledger/counters.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { unsteady } from './support/databases.ts';
import { award, takeBack } from './support/awards.ts';
import { memberAccount } from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

// Two ledgers with a pool each, as two processes have them: they share nothing but the books.
const books = useLedger();
const pools: OpenDatabase[] = [];
const CALLERS = 64;
const refusals: string[] = [];

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});
afterAll(async () => {
  await Promise.all(pools.map(async (pool) => pool.close()));
});

function open(): OpenDatabase {
  const { connectionString } = books.database;
  const hot = openDatabase({ connectionString, connections: 2, hot: true, role: 'points_service' });
  pools.push(hot);
  return hot;
}

/** Notes every refusal of PostgreSQL's, which the ledger would get over. */
function noting(database: Database): Database {
  return {
    query: (statement, values) => database.query(statement, values),
    transaction: async (work) =>
      database.transaction(work).catch((error: unknown) => {
        if (error instanceof DatabaseRefused) refusals.push(error.sqlState);
        throw error;
      }),
  };
}

const one = (key: string): CounterRange => ({ owner: 'program', from: key, to: key });

/** Counts towards several caps at once, the same for everybody, asked for in an order of the caller's own. */
function upTo(limit: bigint, points: bigint, keys: readonly string[]): Assess {
  return (counters) => {
    const used = counters.reduce((most, { value }) => (value > most ? value : most), 0n);
    const given = points < limit - used ? points : limit - used;
    return {
      points: given,
      adds: keys.map((key) => ({ owner: 'program', key, amount: given })),
      clearing: 'AT_ONCE',
      facts: '{}',
    };
  };
}

async function race(
  ledgers: readonly Ledger[],
  accounts: readonly AccountRef[],
  keys: readonly string[],
  limit: bigint,
): Promise<bigint> {
  const outcomes = await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      const given: bigint[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        const own = (caller + turn) % 2 === 0 ? keys : keys.toReversed();
        const account = accounts[(caller * 7 + turn) % accounts.length] as AccountRef;
        const command = award(account, 3n, { reads: own.map(one), assess: upTo(limit, 3n, own) });
        const outcome = await ledgers[caller % ledgers.length]?.post(command);
        given.push(outcome?.status === 'accepted' ? outcome.receipt.points : 0n);
      }
      return given;
    }),
  );
  return outcomes.flat().reduce((sum, points) => sum + points, 0n);
}

async function valuesOf(keys: readonly string[]): Promise<bigint[]> {
  const [counters] = await books.ledger.counters([{ account: memberAccount('any'), ranges: keys.map(one) }]);
  return (counters ?? []).map(({ value }) => value);
}

test('64 callers of two ledgers on one member exceed no cap by a single point', async () => {
  const ledgers = [books.another({ hot: open() }), books.another({ hot: open() })];
  expect(await race(ledgers, [memberAccount('one')], ['one'], 500n)).toBe(500n);
  expect(await valuesOf(['one'])).toEqual([500n]);
  expect(await books.account(memberAccount('one'))).toMatchObject({ balance: 500n, awards: 320n });
});

test('64 callers of two ledgers on many members share the program’s caps, to the point and without a deadlock', async () => {
  const ledgers = [open(), open()].map((hot) => books.another({ hot: noting(hot) }));
  const accounts = Array.from({ length: 40 }, (_, i) => memberAccount(`many-${i}`));
  const keys = Array.from({ length: 12 }, (_, i) => `many-${String(i).padStart(2, '0')}`);
  // The members are there: two that open one account overtake each other, which is another test's matter.
  await Promise.all(accounts.map(async (account) => books.ledger.post(award(account, 1n))));
  refusals.length = 0;
  expect(await race(ledgers, accounts, keys, 700n)).toBe(700n);
  expect(await valuesOf(keys)).toEqual(keys.map(() => 700n));
  expect(refusals).toEqual([]);
});

test('what is given back by some is given to others, in no order, and without a deadlock', async () => {
  const ledgers = [open(), open()].map((hot) => books.another({ hot: noting(hot) }));
  const accounts = Array.from({ length: 32 }, (_, i) => memberAccount(`back-${i}`));
  await Promise.all(accounts.map(async (account, i) => books.ledger.post(award(account, 10n, { key: `back-${i}` }))));
  refusals.length = 0;
  const [before = 0n] = await valuesOf(['cap']);
  const cap = before + 40n;
  const outcomes = await Promise.all(
    accounts.flatMap((account, i) => [
      (ledgers[i % 2] as Ledger).post(takeBack(account, `back-${i}`, 10n)),
      (ledgers[(i + 1) % 2] as Ledger).post(award(accounts[(i * 5) % 32] as AccountRef, 9n, { cap })),
    ]),
  );
  const given = outcomes.reduce((sum, outcome) => {
    if (outcome.status !== 'accepted') return sum;
    return sum + (outcome.receipt.kind === 'AWARD' ? outcome.receipt.points : -outcome.receipt.points);
  }, 0n);
  expect(await valuesOf(['cap'])).toEqual([before + given]);
  expect(outcomes.filter((outcome) => outcome.status === 'accepted').length).toBeGreaterThan(32);
  expect(refusals).toEqual([]);
});

test('batches that are lost before and after their commit count once', async () => {
  const databases = [unsteady(open()), unsteady(open())];
  const ledgers = databases.map((hot) => books.another({ hot }));
  for (const { lose } of databases) Object.assign(lose, { before: 2, after: 3 });
  const accounts = Array.from({ length: 10 }, (_, i) => memberAccount(`lost-${i}`));
  expect(await race(ledgers, accounts, ['lost'], 600n)).toBe(600n);
  expect(await valuesOf(['lost'])).toEqual([600n]);
  const after = await books.ledger.accounts(accounts);
  expect(after.reduce((sum, account) => sum + (account?.balance ?? 0n), 0n)).toBe(600n);
});
