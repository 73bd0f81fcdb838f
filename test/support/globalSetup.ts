import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './startTestPostgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the whole run. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated database that the tests' own databases are copies of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  project.provide('postgres', postgres.connectionString);
  return async () => postgres.stop();
}
