import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../../src/database/openDatabase.ts';
import type { Sql } from '../../../src/database/port.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { verifyBooks } from '../../../src/ledger/verifyBooks.ts';
import type { DeliveryPlan } from './planDeliveries.ts';

export interface CheckedStorm {
  readonly plan: DeliveryPlan;
  readonly connectionString: string;
  readonly programId: string;
  readonly sourceId: string;
}

interface AwardRow {
  readonly id: string;
  readonly points: bigint;
  readonly reversed: bigint;
  /** Postings that gave points by this award's request, and those that took them back. */
  readonly gave: bigint;
  readonly gives: number;
}

/** What a reversal waited for has come; how long until the service has applied it. Not a figure: only an end. */
const WAITS = 120_000;

/** Holds the books against the plan: each transaction has exactly one effect, and nothing else has any. */
export async function checkDeliveries(storm: CheckedStorm): Promise<string[]> {
  const { plan, programId, sourceId, connectionString } = storm;
  const database = openDatabase({ connectionString, connections: 1 });
  try {
    const problems: string[] = [];
    const waiting = await lettersLeft(database, sourceId);
    if (waiting > 0) problems.push(`${waiting} messages still wait to be applied`);
    const awards = new Map((await readAwards(database, programId)).map((row) => [row.id, row]));
    for (const [transactionId, { points, isReversed }] of plan.expected) {
      const award = awards.get(requestId(programId, 'transaction', transactionId));
      if (award === undefined) problems.push(`${transactionId}: never recorded`);
      else if (award.points !== points || award.gave !== points || award.gives !== 1) {
        problems.push(`${transactionId}: should give ${points} once, gave ${award.gave} in ${award.gives} postings`);
      } else if (award.reversed !== (isReversed ? points : 0n)) {
        problems.push(`${transactionId}: ${award.reversed} taken back of ${points}, reversed: ${isReversed}`);
      }
    }
    if (awards.size !== plan.expected.size)
      problems.push(`${awards.size} awards of ${plan.expected.size} transactions`);
    const inbox = await inboxSize(database, sourceId);
    if (inbox !== plan.messages) problems.push(`${inbox} messages in the inbox of ${plan.messages}`);
    const verdict = await verifyBooks(database);
    if (verdict !== null) problems.push(`verify: ${verdict.table} ${verdict.key}: ${verdict.problem}`);
    return problems;
  } finally {
    await database.close();
  }
}

/** Waits until no message waits for another one any more; gives how many still do when it has waited long enough. */
async function lettersLeft(sql: Sql, sourceId: string): Promise<number> {
  const text = `SELECT count(*)::integer AS count FROM dead_letter WHERE source_id = $1 AND state = 'OPEN'`;
  for (const end = performance.now() + WAITS; ; await delay(500)) {
    const [row] = await sql.query<{ count: number }>({ name: 'letters_left', text }, [sourceId]);
    if (row?.count === 0 || performance.now() > end) return row?.count ?? 0;
  }
}

async function readAwards(sql: Sql, programId: string): Promise<AwardRow[]> {
  const text = `
    SELECT w.award_id AS id, w.points, w.reversed, coalesce(p.gave, 0)::bigint AS gave,
           coalesce(p.gives, 0)::integer AS gives
    FROM award w
    JOIN account a ON a.bucket = w.bucket AND a.account_id = w.account_id
    LEFT JOIN (
      SELECT request_id, sum(amount) AS gave, count(*) AS gives FROM posting WHERE kind = 'EARN' GROUP BY request_id
    ) p ON p.request_id = w.award_id
    WHERE a.program_id = $1 AND w.facts -> 'transaction' ->> 'id' LIKE 'storm-%'`;
  return sql.query({ name: 'storm_awards', text }, [programId]);
}

async function inboxSize(sql: Sql, sourceId: string): Promise<number> {
  const text = 'SELECT count(*)::integer AS count FROM inbox WHERE source_id = $1';
  const [row] = await sql.query<{ count: number }>({ name: 'inbox_size', text }, [sourceId]);
  return row?.count ?? 0;
}
