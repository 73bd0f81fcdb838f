import type { Config } from '../config.ts';
import type { Books } from '../database/openBooks.ts';
import { openBooks } from '../database/openBooks.ts';
import { withDatabase } from './withDatabase.ts';

/** Works on the service's programs and profiles, in a database that is brought up to date first. */
export async function withBooks<Value>(config: Config, work: (books: Books) => Promise<Value>): Promise<Value> {
  return withDatabase(config, async (connectionString) => {
    const { defaultProgram } = config;
    const books = await openBooks({ connectionString, lanes: 1, connections: 1, defaultProgram });
    try {
      return await work(books);
    } finally {
      await books.close();
    }
  });
}
