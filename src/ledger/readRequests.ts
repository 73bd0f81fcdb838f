import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import type { StoredRequest } from './posting.ts';
import { parseRejection } from './rejectionJson.ts';

interface RequestRow {
  readonly time: Date;
  readonly id: string | null;
  readonly bucket: number;
  readonly account_id: string;
  readonly kind: StoredRequest['kind'];
  readonly fingerprint: string;
  readonly points: bigint;
  readonly target_id: string | null;
  readonly seq: bigint | null;
  readonly rejection: Readonly<Record<string, string | null>> | null;
  readonly details: Readonly<Record<string, string>> | null;
  readonly recorded_at: Date;
}

const READ_REQUESTS: Statement = {
  name: 'read_requests',
  text: `
    SELECT clock_timestamp() AS time, r.id, r.bucket, r.account_id, r.kind, encode(r.fingerprint, 'hex') AS fingerprint,
           r.points, r.target_id, r.seq, r.rejection, r.details, r.recorded_at
    FROM (SELECT) one
    LEFT JOIN request r ON r.id = ANY ($1::uuid[])`,
};

/**
 * The requests that were stored under these ids, and the time: the clock's, because a transaction's own time is from
 * before it waited for its locks, and history would run backwards.
 */
export async function readRequests(
  sql: Sql,
  ids: readonly string[],
): Promise<{ time: Date; requests: Map<string, StoredRequest> }> {
  const rows = await sql.query<RequestRow>(READ_REQUESTS, [arrayOf(ids, (id) => id)]);
  const requests = new Map<string, StoredRequest>();
  for (const row of rows) if (row.id !== null) requests.set(row.id, toStoredRequest(row, row.id));
  return { time: (rows[0] as RequestRow).time, requests };
}

function toStoredRequest(row: RequestRow, id: string): StoredRequest {
  return {
    id,
    account: { id: row.account_id, bucket: row.bucket },
    kind: row.kind,
    fingerprint: row.fingerprint,
    points: row.points,
    targetId: row.target_id,
    seq: row.seq,
    rejection: row.rejection === null ? null : parseRejection(row.rejection),
    details: row.details ?? {},
    recordedAt: row.recorded_at,
  };
}
