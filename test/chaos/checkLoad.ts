import { openDatabase } from '../../src/database/openDatabase.ts';
import type { Sql } from '../../src/database/port.ts';
import { arrayOf } from '../../src/ledger/arrayLiteral.ts';
import { verifyBooks } from '../../src/ledger/verifyBooks.ts';
import { checkHistory, type PostingRow } from '../support/historyChecker.ts';
import type { Call } from './call.ts';
import { historyOf } from './historyOf.ts';
import type { Load } from './load.ts';
import { lookAt } from './lookAt.ts';
import { refusedReversalProblems } from './refusedReversals.ts';
import { sumsOf } from './sumsOf.ts';
import { idOf } from './wish.ts';

export interface CheckOptions {
  readonly load: Pick<Load, 'calls' | 'looks'>;
  readonly connectionString: string;
  /** Where the service listens. */
  readonly url: string;
}

export interface Findings {
  /** What contradicts a ledger that never loses, doubles or overdraws. */
  readonly problems: readonly string[];
  /** How many attempts nobody answered had been done all the same. */
  readonly doneUnheard: number;
}

interface RequestRow {
  readonly id: string;
  readonly isRejected: boolean;
  readonly recordedAt: Date;
}

/** Holds what the callers were told against the books, and against what the service says now that all is quiet. */
export async function checkLoad({ load, connectionString, url }: CheckOptions): Promise<Findings> {
  const database = openDatabase({ connectionString, connections: 1 });
  try {
    const { calls } = load;
    const accounts = new Map(calls.map(({ wish }) => [wish.account.id, wish.account]));
    const ids = arrayOf([...accounts.keys()], (id) => id);
    const postings = await readPostings(database, ids);
    const requests = new Map((await readRequests(database, ids)).map((row) => [row.id, row]));
    const verdict = await verifyBooks(database);
    const problems = [
      ...calls.flatMap(({ problem }) => problem ?? []),
      ...checkHistory(historyOf(load, postings)),
      ...requestProblems(calls, requests),
      ...refusedReversalProblems(calls, postings),
      ...(verdict === null ? [] : [`verify: ${verdict.table} ${verdict.key}: ${verdict.problem}`]),
    ];
    const balances = await readBalances(database, ids);
    const sums = sumsOf(calls);
    for (const account of accounts.values()) {
      const [told] = await lookAt(account, () => Promise.resolve(url));
      const figures = [BigInt(sums.get(account.id) ?? 0), balances.get(account.id), told?.balance];
      if (new Set(figures).size > 1 || figures.some((figure) => figure === undefined || figure < 0n)) {
        problems.push(
          `${account.id}: acknowledged ${figures[0]}, the books have ${figures[1]}, the graph says ${figures[2]}`,
        );
      }
    }
    const done = (id: string, time: Date): boolean => (requests.get(id)?.recordedAt ?? time) < time;
    const doneUnheard = calls.flatMap(({ wish, unheard }) => unheard.filter((time) => done(idOf(wish), time))).length;
    return { problems, doneUnheard };
  } finally {
    await database.close();
  }
}

/** Whatever was told is remembered as it was told, and nothing else is. */
function requestProblems(calls: readonly Call[], requests: ReadonlyMap<string, RequestRow>): string[] {
  const problems: string[] = [];
  const told = new Set<string>();
  for (const { wish, outcome } of calls) {
    if (outcome?.status !== 'accepted' && outcome?.status !== 'rejected') continue;
    const row = requests.get(idOf(wish));
    told.add(idOf(wish));
    if (row?.isRejected !== (outcome.status === 'rejected')) {
      problems.push(`${wish.key}: ${outcome.status}, but the books say ${JSON.stringify(row ?? 'nothing')}`);
    }
  }
  for (const id of requests.keys()) if (!told.has(id)) problems.push(`${id}: in the books, and nobody was told`);
  return problems;
}

async function readPostings(sql: Sql, accountIds: string): Promise<PostingRow[]> {
  const text = `SELECT account_id AS "accountId", seq, amount, balance_after AS "balanceAfter", request_id AS "requestId"
                FROM posting WHERE account_id = ANY ($1::uuid[])`;
  return sql.query({ name: 'postings_of', text }, [accountIds]);
}

async function readRequests(sql: Sql, accountIds: string): Promise<RequestRow[]> {
  const text = `SELECT id, rejection IS NOT NULL AS "isRejected", recorded_at AS "recordedAt"
                FROM request WHERE account_id = ANY ($1::uuid[])`;
  return sql.query({ name: 'requests_of', text }, [accountIds]);
}

async function readBalances(sql: Sql, accountIds: string): Promise<Map<string, bigint>> {
  const text = 'SELECT account_id AS id, balance FROM account WHERE account_id = ANY ($1::uuid[])';
  const rows = await sql.query<{ id: string; balance: bigint }>({ name: 'balances_of', text }, [accountIds]);
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}
