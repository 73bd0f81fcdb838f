import { expect, test } from 'vitest';
import type { Movement } from '../../../src/ledger/movements.ts';
import { award, clear, takeBack } from './support/awards.ts';
import { credit, debit, memberAccount, reverse } from './support/commands.ts';
import { idOf } from './support/commands.ts';
import { watched } from './support/databases.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

/** All of a member's list, page by page. */
async function pages(
  kind: 'EARN' | 'REDEEM',
  account: ReturnType<typeof memberAccount>,
  first: number,
): Promise<Movement[]> {
  const all: Movement[] = [];
  for (let before: bigint | null = null; ; before = all.at(-1)?.position ?? null) {
    const [page] = await books.ledger.movementPages([{ account, kind, first, before }]);
    all.push(...(page?.movements ?? []));
    expect(page?.movements.length).toBeLessThanOrEqual(first);
    if (page?.hasMore !== true) return all;
  }
}

test('credits and awards, pending and empty ones too, are one list from the newest, in pages of any size', async () => {
  const account = memberAccount('mixed');
  const keys = Array.from({ length: 24 }, (_, i) => `mixed-${i}`);
  for (const [i, key] of keys.entries()) {
    if (i % 4 === 0) await books.ledger.post(credit(account, 10n, { key }));
    else if (i % 4 === 1) await books.ledger.post(award(account, 5n, { key }));
    else if (i % 4 === 2) await books.ledger.post(award(account, 3n, { key, clearing: 'ON_SIGNAL' }));
    else await books.ledger.post(award(account, 0n, { key }));
    if (i % 5 === 0) await books.ledger.post(debit(account, 2n, { key: `mixed-debit-${i}` }));
  }
  // What is cleared or taken back later stays where it stands.
  await books.ledger.post(clear(account, 'mixed-2'));
  await books.ledger.post(takeBack(account, 'mixed-1', 5n));
  await books.ledger.post(reverse(account, idOf('mixed-debit-5'), null));
  const newest = keys.toReversed().map(idOf);
  for (const first of [1, 2, 3, 7, 24, 100]) {
    const found = await pages('EARN', account, first);
    expect(found.map(({ id }) => id)).toEqual(newest);
    expect(found.map(({ position }) => position)).toEqual(
      found.map(({ position }) => position).toSorted((a, b) => (a < b ? 1 : -1)),
    );
  }
  const all = await pages('EARN', account, 5);
  expect(all).toEqual(await books.ledger.movements(newest));
  expect(all.at(-2)).toMatchObject({ kind: 'AWARD', reversed: 5n, award: { state: 'POSTED', reversed: 5n } });
  expect(all.at(-3)).toMatchObject({ kind: 'AWARD', points: 3n, award: { state: 'POSTED', clearsAt: null } });
  expect(all.at(-7)).toMatchObject({ seq: null, award: { state: 'PENDING' } });
  const redeemed = await pages('REDEEM', account, 2);
  expect(redeemed.map(({ id }) => id)).toEqual([20, 15, 10, 5, 0].map((i) => idOf(`mixed-debit-${i}`)));
  expect(redeemed.map(({ reversed }) => reversed)).toEqual([0n, 0n, 0n, 2n, 0n]);
});

test('lists of many members and both kinds are one statement', async () => {
  const accounts = Array.from({ length: 5 }, (_, i) => memberAccount(`together-${i}`));
  await Promise.all(
    accounts.flatMap((account) => [books.ledger.post(award(account, 5n)), books.ledger.post(credit(account, 5n))]),
  );
  let statements = 0;
  const reads = watched(books.database.reads, () => {
    statements += 1;
  });
  const found = await books.another({ reads }).movementPages(
    accounts.flatMap((account) => [
      { account, kind: 'EARN' as const, first: 1, before: null },
      { account, kind: 'REDEEM' as const, first: 1, before: null },
    ]),
  );
  expect(statements).toBe(1);
  expect(found.map(({ movements, hasMore }) => [movements.length, hasMore])).toEqual(
    accounts.flatMap(() => [
      [1, true],
      [0, false],
    ]),
  );
});
