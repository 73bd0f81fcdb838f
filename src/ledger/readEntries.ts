import type { Sql, Statement } from '../database/port.ts';
import { bucketOf } from './account.ts';
import { arrayOf } from './arrayLiteral.ts';
import { pageValues, toPages } from './pages.ts';
import { isUuid } from './stableUuid.ts';
import type { Entry, EntryKind, EntryPage, EntryPageQuery, EntryRef } from './statement.ts';

interface EntryRow {
  readonly position: bigint;
  readonly account_id: string;
  readonly seq: bigint;
  readonly kind: EntryKind;
  readonly amount: bigint;
  readonly balance_after: bigint;
  readonly effective_at: Date;
  readonly recorded_at: Date;
  readonly request_id: string;
  readonly target_id: string | null;
  readonly reason: string | null;
}

const COLUMNS = `
  q.position, p.account_id, p.seq, p.kind, p.amount, p.balance_after, p.effective_at, p.recorded_at, p.request_id,
  CASE WHEN p.reverses_seq IS NOT NULL OR r.kind IN ('CLEAR', 'TAKE_BACK') THEN r.target_id END AS target_id,
  r.details ->> 'reason' AS reason`;

// A page is a piece of the primary key, read backwards: rows that arrive meanwhile are in front of it.
const ENTRY_PAGES: Statement = {
  name: 'entry_pages',
  text: `
    WITH q AS MATERIALIZED (
      SELECT bucket, account_id, size, before, kinds::posting_kind[] AS kinds, position
      FROM unnest($1::smallint[], $2::uuid[], $3::integer[], $4::bigint[], $5::text[])
           WITH ORDINALITY AS u (bucket, account_id, size, before, kinds, position)
    )
    SELECT ${COLUMNS}
    FROM q
    CROSS JOIN LATERAL (
      SELECT * FROM posting x
      WHERE x.bucket = q.bucket AND x.account_id = q.account_id AND x.seq < q.before
        AND (q.kinds IS NULL OR x.kind = ANY (q.kinds))
      ORDER BY x.seq DESC
      LIMIT q.size
    ) p
    LEFT JOIN request r ON r.id = p.request_id
    ORDER BY q.position, p.seq DESC`,
};

const ENTRIES: Statement = {
  name: 'entries',
  text: `
    SELECT ${COLUMNS}
    FROM unnest($1::smallint[], $2::uuid[], $3::bigint[]) WITH ORDINALITY AS q (bucket, account_id, seq, position)
    JOIN posting p ON p.bucket = q.bucket AND p.account_id = q.account_id AND p.seq = q.seq
    LEFT JOIN request r ON r.id = p.request_id`,
};

/** A page of each account's postings, newest first. One statement. */
export async function readEntryPages(sql: Sql, queries: readonly EntryPageQuery[]): Promise<EntryPage[]> {
  const rows = await sql.query<EntryRow>(ENTRY_PAGES, [
    ...pageValues(queries),
    arrayOf(queries, ({ kinds }) => (kinds === null ? null : `"{${kinds.join(',')}}"`)),
  ]);
  return toPages(queries, rows).map((page) => ({ entries: page.rows.map(toEntry), hasMore: page.hasMore }));
}

/** Single postings, in the order asked; null: there is none, or could never be. One statement. */
export async function readEntries(sql: Sql, refs: readonly EntryRef[]): Promise<(Entry | null)[]> {
  const possible = refs.filter((ref) => isUuid(ref.accountId) && BigInt.asIntN(64, ref.seq) === ref.seq);
  const rows = await sql.query<EntryRow>(ENTRIES, [
    arrayOf(possible, (ref) => bucketOf(ref.accountId)),
    arrayOf(possible, (ref) => ref.accountId),
    arrayOf(possible, (ref) => ref.seq),
  ]);
  const found = new Map(rows.map((row) => [possible[Number(row.position) - 1], toEntry(row)]));
  return refs.map((ref) => found.get(ref) ?? null);
}

function toEntry(row: EntryRow): Entry {
  return {
    accountId: row.account_id,
    seq: row.seq,
    kind: row.kind,
    points: row.amount,
    balanceAfter: row.balance_after,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    requestId: row.request_id,
    targetId: row.target_id,
    reason: row.reason,
  };
}
