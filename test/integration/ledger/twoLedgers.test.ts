import { afterAll, afterEach, expect, test } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../../src/database/openDatabase.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { Outcome } from '../../../src/ledger/outcome.ts';
import { credit, debit, hold, memberAccount, release } from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

// Two ledgers with a pool each, as two processes have them: they share nothing but the books.
const books = useLedger();
const pools: OpenDatabase[] = [];

afterEach(async () => {
  expect(await books.verify()).toBeNull();
});
afterAll(async () => {
  await Promise.all(pools.map(async (pool) => pool.close()));
});

function twoLedgers(): [Ledger, Ledger] {
  const { connectionString } = books.database;
  const open = (): Ledger => {
    const hot = openDatabase({ connectionString, connections: 2, hot: true, role: 'points_service' });
    pools.push(hot);
    return books.another({ hot });
  };
  return [open(), open()];
}

const firsts = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter((outcome) => outcome.status === 'accepted' && !outcome.replayed);

test('both open the same accounts, and each account is opened once', async () => {
  const [left, right] = twoLedgers();
  const accounts = Array.from({ length: 60 }, (_, i) => memberAccount(`both-${i}`));
  const outcomes = await Promise.all([
    ...accounts.map(async (account) => left.post(credit(account, 1n))),
    ...accounts.toReversed().map(async (account) => right.post(credit(account, 2n))),
  ]);
  expect(firsts(outcomes)).toHaveLength(120);
  const after = await books.ledger.accounts(accounts);
  for (const account of after) expect(account).toMatchObject({ balance: 3n, seq: 2n });
});

test('a storm of the same requests through both is done once each', async () => {
  const ledgers = twoLedgers();
  const accounts = Array.from({ length: 8 }, (_, i) => memberAccount(`storm-${i}`));
  const commands = accounts.flatMap((account) => [
    credit(account, 100n),
    ...Array.from({ length: 10 }, () => debit(account, 3n)),
  ]);
  const storm = [...commands, ...commands.toReversed(), ...commands];
  const outcomes = await Promise.all(ledgers.flatMap((ledger) => storm.map(async (command) => ledger.post(command))));
  const accepted = outcomes.filter(({ status }) => status === 'accepted');
  const ids = new Set(accepted.map((outcome) => outcome.status === 'accepted' && outcome.receipt.id));
  expect(firsts(outcomes)).toHaveLength(ids.size);
  const after = await books.ledger.accounts(accounts);
  expect(after.reduce((sum, account) => sum + (account?.seq ?? 0n), 0n)).toBe(BigInt(ids.size));
});

test('one id on many accounts through both: the request’s key decides, and the others are conflicts', async () => {
  const ledgers = twoLedgers();
  for (let round = 0; round < 5; round += 1) {
    const accounts = Array.from({ length: 12 }, (_, i) => memberAccount(`one-id-${i}`));
    await Promise.all(accounts.map(async (account) => books.ledger.post(credit(account, 10n))));
    const outcomes = await Promise.all(
      accounts.map(async (account, i) => ledgers[i % 2]?.post(debit(account, 1n, { key: `one-id-${round}` }))),
    );
    expect(outcomes.filter((outcome) => outcome?.status === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome?.status === 'conflict')).toHaveLength(11);
  }
});

test('both spend one balance, and together never more than it holds', async () => {
  const ledgers = twoLedgers();
  const account = memberAccount('spent-by-both');
  await books.ledger.post(credit(account, 1_000n));
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => (ledgers[i % 2] as Ledger).post(debit(account, 9n))),
  );
  expect(firsts(outcomes)).toHaveLength(111);
  expect(await books.account(account)).toMatchObject({ balance: 1n, seq: 112n });
});

test('both place and release holds of one account', async () => {
  const ledgers = twoLedgers();
  const account = memberAccount('held-by-both');
  await books.ledger.post(credit(account, 30n));
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, async (_, i): Promise<Outcome[]> => {
      const placed = await (ledgers[i % 2] as Ledger).post(hold(account, 1n));
      if (placed.status !== 'accepted') return [placed];
      return [placed, await (ledgers[(i + 1) % 2] as Ledger).post(release(account, placed.receipt.id))];
    }),
  );
  expect(outcomes.flat().every(({ status }) => status === 'accepted' || status === 'rejected')).toBe(true);
  expect(await books.account(account)).toMatchObject({ balance: 30n, held: 0n, seq: 1n });
});
