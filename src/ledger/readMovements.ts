import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import type { Movement, MovementPage, MovementPageQuery } from './movements.ts';
import { pageValues, toPages } from './pages.ts';
import { isUuid } from './stableUuid.ts';

interface MovementRow {
  readonly id: string;
  readonly bucket: number;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
  readonly kind: Movement['kind'];
  readonly points: bigint;
  readonly seq: bigint;
  readonly target_id: string | null;
  readonly details: Readonly<Record<string, string>> | null;
  readonly effective_at: Date;
  readonly recorded_at: Date;
  readonly reversed: bigint;
}

const COLUMNS = `
  r.id, p.bucket, p.account_id, a.program_id, a.member_id, r.kind, r.points, p.seq, r.target_id, r.details,
  p.effective_at, r.recorded_at,
  (SELECT coalesce(sum(x.amount), 0)::bigint FROM posting x
   WHERE x.bucket = p.bucket AND x.account_id = p.account_id AND x.reverses_seq = p.seq) AS reversed`;

const MOVEMENTS: Statement = {
  name: 'movements',
  text: `
    SELECT ${COLUMNS}
    FROM request r
    JOIN posting p ON p.bucket = r.bucket AND p.account_id = r.account_id AND p.seq = r.seq
    JOIN account a ON a.bucket = p.bucket AND a.account_id = p.account_id
    WHERE r.id = ANY ($1::uuid[]) AND r.kind IN ('CREDIT', 'DEBIT', 'CAPTURE')`,
};

const MOVEMENT_PAGES: Statement = {
  name: 'movement_pages',
  text: `
    SELECT q.position, ${COLUMNS}
    FROM unnest($1::smallint[], $2::uuid[], $3::integer[], $4::bigint[], $5::posting_kind[])
         WITH ORDINALITY AS q (bucket, account_id, size, before, kind, position)
    CROSS JOIN LATERAL (
      SELECT * FROM posting x
      WHERE x.bucket = q.bucket AND x.account_id = q.account_id AND x.seq < q.before AND x.kind = q.kind
      ORDER BY x.seq DESC
      LIMIT q.size
    ) p
    JOIN request r ON r.id = p.request_id
    JOIN account a ON a.bucket = p.bucket AND a.account_id = p.account_id
    ORDER BY q.position, p.seq DESC`,
};

/** Accepted requests that moved points, in the order asked; null: there is none, or could never be. One statement. */
export async function readMovements(sql: Sql, ids: readonly string[]): Promise<(Movement | null)[]> {
  const possible = ids.filter(isUuid);
  const rows = await sql.query<MovementRow>(MOVEMENTS, [arrayOf(possible, (id) => id)]);
  const found = new Map(rows.map((row) => [row.id, toMovement(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** A page of each account's debits or credits, newest first. One statement. */
export async function readMovementPages(sql: Sql, queries: readonly MovementPageQuery[]): Promise<MovementPage[]> {
  const rows = await sql.query<MovementRow & { position: bigint }>(MOVEMENT_PAGES, [
    ...pageValues(queries),
    arrayOf(queries, (query) => query.kind),
  ]);
  return toPages(queries, rows).map((page) => ({ movements: page.rows.map(toMovement), hasMore: page.hasMore }));
}

function toMovement(row: MovementRow): Movement {
  return {
    id: row.id,
    account: { id: row.account_id, bucket: row.bucket },
    programId: row.program_id,
    memberId: row.member_id,
    kind: row.kind,
    points: row.points,
    seq: row.seq,
    targetId: row.target_id,
    details: row.details ?? {},
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    reversed: row.reversed,
  };
}
