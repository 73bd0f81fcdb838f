import { openDatabase } from '../src/database/openDatabase.ts';
import { verifyBooks } from '../src/ledger/verifyBooks.ts';
import type { Setting } from './setting.ts';

/** Proves the books after the load, and throws when they are not in order: a rate of wrong postings is worth nothing. */
export async function requireGoodBooks(setting: Setting): Promise<void> {
  const database = openDatabase({ connectionString: setting.serviceDatabase, connections: 1, statementTimeout: 0 });
  try {
    const problem = await verifyBooks(database);
    if (problem !== null) throw new Error(`The books are wrong: ${JSON.stringify(problem)}`);
  } finally {
    await database.close();
  }
}
