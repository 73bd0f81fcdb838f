import type { Sql, Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { StoredRequest } from './posting.ts';
import { rejectionJson } from './rejectionJson.ts';
import { timeOf } from './timeText.ts';

const INSERT_REQUESTS: Statement = {
  name: 'insert_requests',
  text: `
    INSERT INTO request (id, bucket, account_id, kind, fingerprint, points, target_id, seq, rejection, details,
                         recorded_at)
    SELECT id, bucket, account_id, kind, decode(fingerprint, 'hex'), points, target_id, seq, rejection::jsonb,
           details::jsonb, recorded_at
    FROM unnest(
      $1::uuid[], $2::smallint[], $3::uuid[], $4::request_kind[], $5::text[], $6::bigint[], $7::uuid[], $8::bigint[],
      $9::text[], $10::text[], $11::timestamptz[]
    ) AS q (id, bucket, account_id, kind, fingerprint, points, target_id, seq, rejection, details, recorded_at)`,
};

/**
 * Remembers requests and what came of them. Refused with 23505 when one of the ids was stored meanwhile, by a
 * transaction on another account that this one's locks did not meet.
 */
export async function insertRequests(sql: Sql, requests: readonly StoredRequest[]): Promise<void> {
  if (requests.length === 0) return;
  await sql.query(INSERT_REQUESTS, [
    arrayOf(requests, (request) => request.id),
    arrayOf(requests, (request) => request.account.bucket),
    arrayOf(requests, (request) => request.account.id),
    arrayOf(requests, (request) => request.kind),
    arrayOf(requests, (request) => quoted(request.fingerprint)),
    arrayOf(requests, (request) => request.points),
    arrayOf(requests, (request) => request.targetId),
    arrayOf(requests, (request) => request.seq),
    arrayOf(requests, ({ rejection }) => (rejection === null ? null : quoted(rejectionJson(rejection)))),
    arrayOf(requests, ({ details }) => detailsText(details)),
    arrayOf(requests, (request) => timeOf(request.recordedAt)),
  ]);
}

function detailsText(details: StoredRequest['details']): string | null {
  const text = JSON.stringify(details);
  return text === '{}' ? null : quoted(text);
}
