import { Client } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseRefused } from '../../../src/database/port.ts';
import { credit, memberAccount } from './support/commands.ts';
import { useLedger } from './support/useLedger.ts';

const books = useLedger();

beforeAll(async () => {
  await books.ledger.post(credit(memberAccount('kept'), 5n));
});

const CHANGES: readonly [string, string][] = ['posting', 'request'].flatMap((table): [string, string][] => [
  [`UPDATE ${table}`, `UPDATE ${table} SET recorded_at = now()`],
  [`DELETE FROM ${table}`, `DELETE FROM ${table}`],
  [`TRUNCATE ${table}`, `TRUNCATE ${table}`],
]);

describe.each(CHANGES)('%s', (name, text) => {
  test('is not granted to the service’s role', async () => {
    const refused = books.database.reads.query({ name, text }, []);
    await expect(refused).rejects.toMatchObject({ sqlState: '42501' } satisfies Partial<DatabaseRefused>);
  });

  test('is refused to the owner by a trigger', async () => {
    const owner = new Client({ connectionString: books.database.connectionString });
    await owner.connect();
    await expect(owner.query(text)).rejects.toMatchObject({ code: '23001' });
    await owner.end();
  });
});

test('the service’s role deletes no accounts and no holds', async () => {
  for (const text of ['DELETE FROM account', 'DELETE FROM hold', 'TRUNCATE account', 'TRUNCATE hold']) {
    const refused = books.database.reads.query({ name: text, text }, []);
    await expect(refused).rejects.toMatchObject({ sqlState: '42501' });
  }
});

test('no account can be written that holds less than nothing, or other points than its lots and holds', async () => {
  for (const change of ['balance = -1', 'held = -1, balance = 4', 'held = 6', 'balance = 6', "lots = '{9,4}'"]) {
    const text = `UPDATE account SET ${change}`;
    const refused = books.database.reads.query({ name: text, text }, []);
    await expect(refused).rejects.toMatchObject({ sqlState: '23514' });
  }
});
