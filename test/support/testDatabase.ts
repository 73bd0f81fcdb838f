import { inject } from 'vitest';
import { openTestDatabase, type TestDatabase } from './openTestDatabase.ts';

export type { TestDatabase };

/** A database of one test's own, on the run's server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return openTestDatabase(inject('postgres'));
}
