import { openDatabase } from '../database/openDatabase.ts';
import { DatabaseRefused } from '../database/port.ts';
import { verifyBooks } from '../ledger/verifyBooks.ts';
import { StartupProblem } from '../startupProblem.ts';
import { runCommand } from './runCommand.ts';
import { withDatabase } from './withDatabase.ts';

const COUNTS = {
  name: 'book_counts',
  text: 'SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM posting) AS postings',
};
const UNDEFINED_TABLE = '42P01';

await runCommand({
  usage: 'npm run verify',
  options: {},
  run: async (_, config) => withDatabase(config, verify),
});

async function verify(connectionString: string): Promise<number> {
  const database = openDatabase({ connectionString, connections: 1, statementTimeout: 0 });
  try {
    const problem = await verifyBooks(database);
    if (problem !== null) {
      console.error(`${problem.table} ${problem.key} of account ${problem.accountId}: ${problem.problem}`);
      return 1;
    }
    const [counts] = await database.query<{ accounts: bigint; postings: bigint }>(COUNTS, []);
    console.log(`The books are right: ${counts?.accounts} accounts, ${counts?.postings} postings.`);
    return 0;
  } catch (error) {
    if (!(error instanceof DatabaseRefused) || error.sqlState !== UNDEFINED_TABLE) throw error;
    throw new StartupProblem('There are no books in this database yet: start the service once.', error);
  } finally {
    await database.close();
  }
}
