import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import { AWARD_COLUMNS, type AwardRow, toAward } from './awardRow.ts';
import { earningPosition } from './movementOf.ts';
import type { Movement, MovementPage, MovementPageQuery } from './movements.ts';
import { pageValues, toPages } from './pages.ts';
import { isUuid } from './stableUuid.ts';

interface RequestColumns {
  readonly id: string;
  readonly bucket: number;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
  readonly kind: Movement['kind'];
  readonly points: bigint;
  readonly target_id: string | null;
  readonly details: Readonly<Record<string, string>> | null;
  readonly recorded_at: Date;
}
interface PostedRow extends RequestColumns {
  readonly award_id: null;
  readonly seq: bigint;
  readonly effective_at: Date;
  readonly reversed: bigint;
}
/** With the request's columns, those of its posting p or of its award w. */
type MovementRow = PostedRow | (RequestColumns & AwardRow);

const COLUMNS = `
  r.id, r.bucket, r.account_id, a.program_id, a.member_id, r.kind, r.points, r.target_id, r.details, r.recorded_at,
  p.seq, p.effective_at,
  (SELECT coalesce(sum(x.amount), 0)::bigint FROM posting x
   WHERE x.bucket = p.bucket AND x.account_id = p.account_id AND x.reverses_seq = p.seq) AS reversed,
  ${AWARD_COLUMNS}`;

const MOVEMENTS: Statement = {
  name: 'movements',
  text: `
    SELECT ${COLUMNS}
    FROM request r
    JOIN account a ON a.bucket = r.bucket AND a.account_id = r.account_id
    LEFT JOIN posting p
      ON p.bucket = r.bucket AND p.account_id = r.account_id AND p.seq = r.seq AND r.kind <> 'AWARD'
    LEFT JOIN award w ON w.bucket = r.bucket AND w.award_id = r.id AND r.kind = 'AWARD'
    WHERE r.id = ANY ($1::uuid[]) AND r.kind IN ('CREDIT', 'DEBIT', 'CAPTURE', 'AWARD', 'MIRROR')
      AND (p.seq IS NOT NULL OR w.award_id IS NOT NULL)`,
};

// Debits are pieces of the primary key. Earnings are two lists in one order: awards by what was posted before them,
// and credits by their posting, of which none is looked at that would stand behind a full page of awards.
const MOVEMENT_PAGES: Statement = {
  name: 'movement_pages',
  text: `
    SELECT q.position, ${COLUMNS}
    FROM unnest($1::smallint[], $2::uuid[], $3::integer[], $4::bigint[], $5::posting_kind[])
         WITH ORDINALITY AS q (bucket, account_id, size, before, kind, position)
    CROSS JOIN LATERAL (
      WITH awards AS MATERIALIZED (
        SELECT (x.after_seq << 32) + x.number AS place, NULL::bigint AS seq, x.award_id
        FROM award x
        WHERE q.kind = 'EARN' AND x.bucket = q.bucket AND x.account_id = q.account_id
          AND (x.after_seq, x.number) < (q.before >> 32, q.before & 4294967295)
        ORDER BY x.after_seq DESC, x.number DESC
        LIMIT q.size
      ),
      postings AS (
        SELECT CASE WHEN q.kind = 'EARN' THEN x.seq << 32 ELSE x.seq END AS place, x.seq, NULL::uuid AS award_id
        FROM posting x
        WHERE x.bucket = q.bucket AND x.account_id = q.account_id AND x.kind = q.kind
          AND x.seq <= CASE WHEN q.kind = 'EARN' THEN q.before >> 32 ELSE q.before - 1 END
          AND (q.kind <> 'EARN' OR x.seq << 32 < q.before)
          AND x.seq >= (SELECT CASE WHEN count(*) = q.size THEN min(place) >> 32 ELSE 0 END FROM awards)
          AND (q.kind <> 'EARN' OR EXISTS (SELECT FROM request y WHERE y.id = x.request_id AND y.kind = 'CREDIT'))
        ORDER BY x.seq DESC
        LIMIT q.size
      )
      SELECT * FROM awards UNION ALL SELECT * FROM postings
      ORDER BY place DESC
      LIMIT q.size
    ) m
    LEFT JOIN posting p ON p.bucket = q.bucket AND p.account_id = q.account_id AND p.seq = m.seq
    LEFT JOIN award w ON w.bucket = q.bucket AND w.award_id = m.award_id
    JOIN request r ON r.id = coalesce(m.award_id, p.request_id)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id
    ORDER BY q.position, m.place DESC`,
};

/** Accepted requests that moved or awarded points, in the order asked; null: there is none, or could never be. One statement. */
export async function readMovements(sql: Sql, ids: readonly string[]): Promise<(Movement | null)[]> {
  const possible = ids.filter(isUuid);
  const rows = await sql.query<MovementRow>(MOVEMENTS, [arrayOf(possible, (id) => id)]);
  const found = new Map(rows.map((row) => [row.id, toMovement(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** A page of each account's debits or earnings, newest first. One statement. */
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
    targetId: row.target_id,
    details: row.details ?? {},
    recordedAt: row.recorded_at,
    ...(row.award_id === null ? postedParts(row) : awardParts(row)),
  };
}

type OwnParts = Pick<Movement, 'seq' | 'position' | 'award' | 'reversed' | 'effectiveAt'>;

function postedParts({ kind, seq, reversed, effective_at: effectiveAt }: PostedRow): OwnParts {
  const position = kind === 'CREDIT' ? earningPosition(seq, 0n) : seq;
  return { seq, position, award: null, reversed, effectiveAt };
}

function awardParts(row: AwardRow): OwnParts {
  const award = toAward(row);
  const { seq, afterSeq, number, reversed, effectiveAt } = award;
  return { seq, position: earningPosition(afterSeq, number), award, reversed, effectiveAt };
}
