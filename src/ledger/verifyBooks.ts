import type { Sql, Statement } from '../database/port.ts';
import { ACCOUNT_PROBLEMS, LOT_PROBLEMS } from './accountProblems.ts';
import { AWARD_PROBLEMS } from './awardProblems.ts';
import { HOLD_PROBLEMS } from './holdProblems.ts';
import { POSTING_PROBLEMS, REVERSAL_PROBLEMS } from './postingProblems.ts';
import { REQUEST_PROBLEMS } from './requestProblems.ts';

/** A row that is not as the ledger writes it. */
export interface BookProblem {
  readonly table: 'posting' | 'account' | 'hold' | 'request' | 'award';
  /** An account's, hold's, request's or award's id; of a posting the account's id and the seq, with a dot between. */
  readonly key: string;
  readonly accountId: string;
  /** What is wrong with it. */
  readonly problem: string;
}

// One statement is one snapshot, so postings that arrive meanwhile are in all of it or in none. Of one account, the
// postings come first: they are what the rest follows from.
const FIRST_PROBLEM: Statement = {
  name: 'first_problem',
  text: `
    SELECT "table", key, account_id AS "accountId", problem
    FROM (
      ${[
        POSTING_PROBLEMS,
        REVERSAL_PROBLEMS,
        ACCOUNT_PROBLEMS,
        LOT_PROBLEMS,
        HOLD_PROBLEMS,
        REQUEST_PROBLEMS,
        AWARD_PROBLEMS,
      ].join('\n      UNION ALL\n')}
    ) found (bucket, account_id, rank, place, "table", key, problem)
    ORDER BY bucket, account_id, rank, place, key
    LIMIT 1`,
};

/**
 * Proves the books: every account's postings run 1, 2, 3 … each balance follows from the one before, and the last
 * one is the account's, which is what it holds and its lots; every day's points came from postings; pending and owed
 * points follow from awards; holds, awards, requests and postings agree, each with the others; nothing was given back
 * twice. Null: all is well; else the first bad row, in the order of the accounts. Reads everything; may run while
 * points move.
 */
export async function verifyBooks(sql: Sql): Promise<BookProblem | null> {
  const [problem] = await sql.query<BookProblem>(FIRST_PROBLEM, []);
  return problem ?? null;
}
