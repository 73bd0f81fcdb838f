import { Client } from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import { type BookProblem, verifyBooks } from '../../../../src/ledger/verifyBooks.ts';
import { capture, credit, debit, hold, idOf, memberAccount, reverse } from './commands.ts';
import { type LedgerOfTest, useLedger } from './useLedger.ts';

export const ACCOUNT = memberAccount('a');
export const OTHER = memberAccount('b');
/** For a statement's WHERE. */
export const OF_ACCOUNT = `account_id = '${ACCOUNT.id}'`;

export const postingRow = (seq: number): Partial<BookProblem> => ({ table: 'posting', key: `${ACCOUNT.id}.${seq}` });
export const requestRow = (key: string): Partial<BookProblem> => ({ table: 'request', key: idOf(`a-${key}`) });
export const holdRow = (key: string): Partial<BookProblem> => ({ table: 'hold', key: idOf(`a-${key}`) });
export const ACCOUNT_ROW: Partial<BookProblem> = { table: 'account', key: ACCOUNT.id };

export interface TamperedBooks extends LedgerOfTest {
  /** What the verifier says of the books with a change that no ledger makes, which is then taken back. */
  tampered(change: string): Promise<BookProblem | null>;
}

/** Books of two members, each with postings 1 to 5: two credits, a debit, its reversal and a capture; and an open hold. */
export function useTamperedBooks(): TamperedBooks {
  const books = useLedger();
  const opened: { owner?: Client } = {};
  beforeAll(async () => {
    const { ledger, database } = books;
    for (const account of [ACCOUNT, OTHER]) {
      const key = (name: string): { key: string } => ({ key: `${account.memberId}-${name}` });
      await ledger.post(credit(account, 100n, { ...key('1'), expiresOn: 30_000 }));
      await ledger.post(credit(account, 50n, { ...key('2'), expiresOn: 40_000 }));
      await ledger.post(debit(account, 110n, key('3')));
      await ledger.post(reverse(account, idOf(`${account.memberId}-3`), 15n, key('4')));
      await ledger.post(hold(account, 20n, key('5')));
      await ledger.post(hold(account, 8n, key('6')));
      await ledger.post(capture(account, idOf(`${account.memberId}-6`), 7n, key('7')));
      await ledger.post(debit(account, 10_000n, key('8')));
    }
    opened.owner = new Client({ connectionString: database.connectionString });
    await opened.owner.connect();
  });
  afterAll(async () => opened.owner?.end());

  return Object.assign(Object.create(books) as LedgerOfTest, {
    async tampered(change: string): Promise<BookProblem | null> {
      const owner = opened.owner as Client;
      await owner.query('BEGIN');
      try {
        // Neither triggers nor checks stand in the way of who can do this.
        await owner.query('SET LOCAL session_replication_role = replica');
        await owner.query(`
          ALTER TABLE account DROP CONSTRAINT account_balance_is_lots_and_held,
            DROP CONSTRAINT account_held_within_balance, DROP CONSTRAINT account_balance_check;
          ALTER TABLE hold DROP CONSTRAINT hold_lots_are_points, DROP CONSTRAINT hold_captured_within_points;
          ALTER TABLE posting DROP CONSTRAINT posting_amount_check, DROP CONSTRAINT posting_balance_after_check`);
        const { rowCount } = await owner.query(change);
        expect(rowCount).toBeGreaterThan(0);
        return await verifyBooks({
          query: async <Row extends object>({ text }: { text: string }) => (await owner.query<Row>(text)).rows,
        });
      } finally {
        await owner.query('ROLLBACK');
      }
    },
  });
}
