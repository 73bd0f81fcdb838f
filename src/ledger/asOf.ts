import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf } from './arrayLiteral.ts';
import type { Day } from './day.ts';
import type { Minor } from './points.ts';

export interface BalanceAtQuery {
  readonly account: Pick<AccountRef, 'id' | 'bucket'>;
  readonly time: Date;
  /** The calendar day of that time in the program's time zone. */
  readonly day: Day;
}

// What had been posted by then, less the lots whose day was over by then and that were swept later or not yet.
const BALANCES_AT: Statement = {
  name: 'balances_at',
  text: `
    SELECT q.position,
           coalesce(p.balance_after, 0) + coalesce(late.amount, 0) - lots_before(a.lots, q.day) AS balance
    FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::bigint[])
         WITH ORDINALITY AS q (bucket, account_id, instant, day, position)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id AND a.opened_at <= q.instant
    CROSS JOIN LATERAL (SELECT posting_seq_as_of(a.bucket, a.account_id, a.seq, q.instant) AS seq) s
    LEFT JOIN posting p ON p.bucket = a.bucket AND p.account_id = a.account_id AND p.seq = s.seq
    LEFT JOIN LATERAL (
      SELECT sum(x.amount)::bigint AS amount FROM posting x
      WHERE x.bucket = a.bucket AND x.account_id = a.account_id AND x.seq > s.seq
        AND x.kind = 'EXPIRE' AND x.effective_at <= q.instant
    ) late ON true`,
};

/** What each account owned at an instant, held points included; null: it did not exist yet. One statement. */
export async function balancesAt(sql: Sql, queries: readonly BalanceAtQuery[]): Promise<(Minor | null)[]> {
  const rows = await sql.query<{ position: bigint; balance: bigint }>(BALANCES_AT, [
    arrayOf(queries, (query) => query.account.bucket),
    arrayOf(queries, (query) => query.account.id),
    arrayOf(queries, (query) => `"${query.time.toISOString()}"`),
    arrayOf(queries, (query) => query.day),
  ]);
  const found = new Map(rows.map((row) => [Number(row.position), row.balance]));
  return queries.map((_, index) => found.get(index + 1) ?? null);
}
