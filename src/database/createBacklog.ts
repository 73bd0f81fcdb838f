import type { Backlog, ReadBacklog } from '../metrics/backlog.ts';
import type { Sql, Statement } from './port.ts';

/** More of anything is as bad, and counting it would be dearer than what is watched. */
const MOST = 10_000;

const counted = (rows: string): string => `(SELECT count(*) FROM (SELECT FROM ${rows} LIMIT ${MOST}) c)::int`;
const ageOf = (since: string): string =>
  `coalesce(date_part('epoch', clock_timestamp() - min(${since})), 0)::float8 AS seconds, count(*)::int AS waiting`;
const undecided = (table: string): string =>
  `(SELECT requested_at FROM ${table} WHERE program_id = p.id AND state IN ('RESERVED', 'SENDING') LIMIT ${MOST})`;

// Every part follows an index to what is open, so that the books' length does not count. Of an endpoint's deliveries those
// are looked at that are due first, which the oldest is among.
const BACKLOG: Statement = {
  name: 'backlog',
  text: `
    SELECT p.id AS "programId",
      ${counted('reconciliation_item i WHERE i.program_id = p.id AND i.settled_at IS NULL')} AS "reconciliationItems",
      r.waiting AS redemptions, r.seconds AS "oldestRedemption",
      t.waiting AS earnings, t.seconds AS "oldestEarning",
      d.waiting AS deliveries, d.seconds AS "oldestDelivery",
      ${counted('event_endpoint e WHERE e.program_id = p.id AND e.disabled_at IS NOT NULL')} AS "disabledEndpoints",
      ${counted(`dead_letter l WHERE l.program_id = p.id AND l.state = 'OPEN'`)} AS "deadLetters"
    FROM program p
    CROSS JOIN LATERAL (
      SELECT ${ageOf('requested_at')}
      FROM (${undecided('engine_redemption')} UNION ALL ${undecided('engine_reversal')}) u
    ) r
    CROSS JOIN LATERAL (SELECT ${ageOf('requested_at')} FROM ${undecided('engine_earning')} u) t
    CROSS JOIN LATERAL (
      SELECT ${ageOf('w.created_at')}
      FROM event_endpoint e
      CROSS JOIN LATERAL (
        SELECT created_at FROM event_delivery
        WHERE endpoint_id = e.endpoint_id AND state = 'PENDING' ORDER BY next_at, number LIMIT ${MOST}
      ) w
      WHERE e.program_id = p.id AND e.disabled_at IS NULL
    ) d`,
};

/** What waits, in the database. */
export function createBacklog(sql: Sql): ReadBacklog {
  return async () => sql.query<Backlog>(BACKLOG, []);
}
