import { afterEach, expect, test } from 'vitest';
import { DatabaseRefused } from '../../../src/database/port.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { credit, debit, memberAccount } from './support/commands.ts';
import { unsteady, watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});

test('fifty callers race for one balance: exactly as many win as it holds', async () => {
  const account = memberAccount('race');
  await books.ledger.post(credit(account, 100n));
  const outcomes = await Promise.all(Array.from({ length: 50 }, async () => books.ledger.post(debit(account, 7n))));
  expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(14);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(36);
  expect(await books.account(account)).toMatchObject({ balance: 2n, seq: 15n });
});

test('a command that PostgreSQL refuses harms none of those that share its batch', async () => {
  const accounts = Array.from({ length: 40 }, (_, i) => memberAccount(`neighbor-${i}`));
  await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 10n))));
  const bad = new Set([3, 17, 18]);
  const results = await Promise.allSettled(
    accounts.map(async (account, i) =>
      // PostgreSQL's text has no zero character.
      books.ledger.post(debit(account, 4n, { details: { reason: bad.has(i) ? 'a\u0000b' : 'fine' } })),
    ),
  );
  for (const [i, result] of results.entries()) {
    if (bad.has(i)) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseRefused) });
    else expect(result).toMatchObject({ status: 'fulfilled', value: { status: 'accepted', replayed: false } });
  }
  const after = await books.ledger.accounts(accounts);
  expect(after.map((account) => account?.balance)).toEqual(accounts.map((_, i) => (bad.has(i) ? 10n : 6n)));
});

test('a command that cannot even be decided harms nobody else', async () => {
  const good = memberAccount('decidable');
  const bad = memberAccount('undecidable');
  const undecidable = { ...credit(bad, 1n), program: { ...credit(bad, 1n).program, timeZone: 'Nowhere/Nothing' } };
  const hot = unsteady(books.database.hot);
  const ledger = books.another({ hot, lanes: 1 });
  const [fine, broken] = await Promise.allSettled([ledger.post(credit(good, 5n)), ledger.post(undecidable)]);
  expect(hot.transactions).toBe(1);
  expect(fine).toMatchObject({ status: 'fulfilled', value: { status: 'accepted' } });
  expect(broken).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
  expect(await books.ledger.accounts([bad])).toEqual([null]);
});

test.each(['40P01', '40001', '55P03', '57014'])(
  'a batch that was in another one’s way (%s) is tried again',
  async (sqlState) => {
    const accounts = ['a', 'b', 'c', 'd'].map((name) => memberAccount(`${sqlState}-${name}`));
    let refusals = 4;
    const hot = watched(books.database.hot, ({ name }) => {
      if (name !== 'lock_accounts' || refusals === 0) return;
      refusals -= 1;
      throw new DatabaseRefused(sqlState, new Error('somebody was in the way'));
    });
    const ledger = books.another({ hot, lanes: 1 });
    const outcomes = await Promise.all(accounts.map(async (account) => ledger.post(credit(account, 1n))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(refusals).toBe(0);
  },
);

test('who is in the way for ever is told to the caller as an unavailable ledger, in bounded tries', async () => {
  let tries = 0;
  const hot = watched(books.database.hot, ({ name }) => {
    if (name !== 'lock_accounts') return;
    tries += 1;
    throw new DatabaseRefused('40P01', new Error('a deadlock again'));
  });
  const ledger = books.another({ hot });
  await expect(ledger.post(credit(memberAccount('stuck'), 1n))).rejects.toThrow(LedgerUnavailable);
  expect(tries).toBeLessThanOrEqual(10);
});
