import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { credit, debit, idOf, memberAccount, reverse } from './support/commands.ts';
import { watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();
const MANY = Array.from({ length: 500 }, (_, i) => memberAccount(`many-${i}`));
const account = memberAccount('reader');
const statements: string[] = [];
let ledger: Ledger;

beforeAll(async () => {
  ledger = books.another({ reads: watched(books.database.reads, ({ name }) => void statements.push(name)) });
  await Promise.all(MANY.slice(0, 250).map(async (each, i) => ledger.post(credit(each, BigInt(i + 1)))));
  await ledger.post(credit(account, 100n, { key: 'r-1', details: { reason: 'welcome' } }));
  await ledger.post(debit(account, 10n, { key: 'r-2', details: { rewardId: 'mug', orderId: 'o-1' } }));
  await ledger.post(debit(account, 20n, { key: 'r-3' }));
  await ledger.post(reverse(account, idOf('r-2'), 4n, { key: 'r-4' }));
  await ledger.post(credit(account, 50n, { key: 'r-5' }));
  await ledger.post(debit(account, 1_000n, { key: 'r-6' }));
  await ledger.post(reverse(account, idOf('r-2'), 3n, { key: 'r-7' }));
});
beforeEach(() => {
  statements.length = 0;
});

test('five hundred keys of any kind cost one statement', async () => {
  const time = new Date();
  const reads: Record<string, () => Promise<readonly unknown[]>> = {
    accounts: () => ledger.accounts(MANY),
    accountsOfMembers: () => ledger.accountsOfMembers(MANY.map(({ memberId }) => memberId)),
    balancesAt: () => ledger.balancesAt(MANY.map((each) => ({ account: each, time, day: 20_000 }))),
    entryPages: () => ledger.entryPages(MANY.map((each) => ({ account: each, first: 5, before: null, kinds: null }))),
    entries: () => ledger.entries(MANY.map(({ id }) => ({ accountId: id, seq: 1n }))),
    movements: () => ledger.movements(MANY.map(({ memberId }) => idOf(memberId))),
    movementPages: () =>
      ledger.movementPages(MANY.map((each) => ({ account: each, first: 5, before: null, kind: 'EARN' }))),
  };
  for (const [name, read] of Object.entries(reads)) {
    statements.length = 0;
    expect(await read(), name).toHaveLength(500);
    expect(statements, name).toHaveLength(1);
  }
});

test('accounts come in the order asked, twice if asked twice, null where there is none', async () => {
  const [one, two, none] = [MANY[3], MANY[1], MANY[400]].map((ref) => ref ?? account);
  const found = await ledger.accounts(
    [two, none, one, two, { id: 'no-uuid', bucket: Number.NaN }].map((ref) => ref ?? account),
  );
  expect(found.map((each) => each?.balance ?? null)).toEqual([2n, null, 4n, 2n, null]);
  expect(await ledger.accountsOfMembers(['many-1', 'nobody', '"odd" \\ name'])).toMatchObject([
    [{ balance: 2n }],
    [],
    [],
  ]);
});

test('entries tell their posting and the words of their request', async () => {
  const found = await ledger.entries([
    { accountId: account.id, seq: 4n },
    { accountId: account.id, seq: 1n },
    { accountId: account.id, seq: 99n },
    { accountId: account.id, seq: 2n ** 70n },
    { accountId: 'no-uuid', seq: 1n },
  ]);
  expect(found).toMatchObject([
    { kind: 'REVERSE', points: 4n, balanceAfter: 74n, requestId: idOf('r-4'), targetId: idOf('r-2'), reason: null },
    { kind: 'EARN', points: 100n, balanceAfter: 100n, targetId: null, reason: 'welcome' },
    null,
    null,
    null,
  ]);
});

test('pages of different sizes, places and kinds come together', async () => {
  const pages = await ledger.entryPages([
    { account, first: 2, before: null, kinds: null },
    { account, first: 10, before: 3n, kinds: null },
    { account, first: 1, before: null, kinds: ['REDEEM', 'EARN'] },
    { account, first: 6, before: 2n ** 70n, kinds: null },
    { account: memberAccount('nobody'), first: 6, before: null, kinds: null },
  ]);
  expect(pages.map(({ entries, hasMore }) => [entries.map(({ seq }) => seq), hasMore])).toEqual([
    [[6n, 5n], true],
    [[2n, 1n], false],
    [[5n], true],
    [[6n, 5n, 4n, 3n, 2n, 1n], false],
    [[], false],
  ]);
});

test('pages stay right while rows arrive', async () => {
  const busy = memberAccount('busy');
  for (let i = 0; i < 10; i += 1) await ledger.post(credit(busy, 1n));
  const seen: bigint[] = [];
  let before: bigint | null = null;
  for (;;) {
    const [page] = await ledger.entryPages([{ account: busy, first: 3, before, kinds: null }]);
    seen.push(...(page?.entries ?? []).map(({ seq }) => seq));
    if (page?.hasMore !== true) break;
    before = seen.at(-1) ?? null;
    await Promise.all([ledger.post(credit(busy, 1n)), ledger.post(debit(busy, 1n))]);
  }
  expect(seen).toEqual([10n, 9n, 8n, 7n, 6n, 5n, 4n, 3n, 2n, 1n]);
});

test('movements are what was accepted and moved points, with what was given back since', async () => {
  const found = await ledger.movements(['r-2', 'r-1', 'r-4', 'r-6', 'r-9'].map(idOf).concat('no-uuid'));
  expect(found).toMatchObject([
    {
      id: idOf('r-2'),
      kind: 'DEBIT',
      points: 10n,
      seq: 2n,
      reversed: 7n,
      programId: 'test',
      memberId: 'reader',
      details: { rewardId: 'mug', orderId: 'o-1' },
    },
    { kind: 'CREDIT', points: 100n, reversed: 0n },
    null,
    null,
    null,
    null,
  ]);
});

test('movements of an account are paged by kind', async () => {
  const pages = await ledger.movementPages([
    { account, first: 1, before: null, kind: 'REDEEM' },
    { account, first: 5, before: 3n, kind: 'REDEEM' },
    { account, first: 2, before: null, kind: 'EARN' },
  ]);
  expect(pages.map(({ movements, hasMore }) => [movements.map(({ id }) => id), hasMore])).toEqual([
    [[idOf('r-3')], true],
    [[idOf('r-2')], false],
    [[idOf('r-5'), idOf('r-1')], false],
  ]);
});
