import type { Statement } from './port.ts';

const DELIVERY = `
  d.id, d.number, d.endpoint_id AS "endpointId", d.program_id AS "programId", d.event_id AS "eventId",
  d.member_id AS "memberId", d.type, d.sequence, d.body, d.state, d.attempts, d.next_at AS "nextAt", d.status, d.words,
  d.created_at AS "createdAt", d.settled_at AS "settledAt"`;

/** A worker that was overtaken, or a delivery that is settled, changes nothing. */
const OURS = `d.id = $1 AND d.epoch = $2 AND d.state = 'PENDING'`;

export const PAGE: Statement = {
  name: 'event_delivery_page',
  text: `
    SELECT ${DELIVERY}
    FROM event_delivery d
    WHERE d.program_id = $1 AND ($2::text[] IS NULL OR d.state = ANY ($2::text[]))
      AND ($3::bigint IS NULL OR d.number < $3::bigint)
    ORDER BY d.number DESC
    LIMIT $4`,
};
export const FIND: Statement = {
  name: 'event_delivery_find',
  text: `SELECT ${DELIVERY} FROM event_delivery d WHERE d.id = $1`,
};
export const REPLAY: Statement = {
  name: 'event_delivery_replay',
  text: `
    UPDATE event_delivery d
    SET state = 'PENDING', round = 0, next_at = clock_timestamp(), lease_until = NULL, settled_at = NULL
    WHERE d.id = $1 AND d.state <> 'PENDING'
    RETURNING ${DELIVERY}`,
};

// Each endpoint gives up to as many as it has free, so that a slow or a busy one takes nothing from the others. What is
// new waits for what is earlier of its member; what failed before holds nothing up. The row is looked at once more by
// the update, after it was locked: whoever was faster has moved its lease.
export const CLAIM: Statement = {
  name: 'event_delivery_claim',
  text: `
    WITH due AS MATERIALIZED (
      SELECT q.id
      FROM event_endpoint e
      CROSS JOIN LATERAL (
        SELECT d.id, d.next_at, d.number
        FROM event_delivery d
        WHERE d.endpoint_id = e.endpoint_id AND d.state = 'PENDING' AND d.next_at <= clock_timestamp()
          AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
          AND NOT EXISTS (
            SELECT FROM event_delivery b
            WHERE b.endpoint_id = d.endpoint_id AND b.member_id = d.member_id AND b.state = 'PENDING'
              AND b.number < d.number AND (b.attempts = 0 OR b.lease_until > clock_timestamp())
          )
        ORDER BY d.next_at, d.number
        LIMIT greatest(0, $2::integer - (
          SELECT count(*) FROM event_delivery l
          WHERE l.endpoint_id = e.endpoint_id AND l.state = 'PENDING' AND l.lease_until > clock_timestamp()
        ))
        FOR UPDATE OF d SKIP LOCKED
      ) q
      WHERE e.disabled_at IS NULL AND (e.paused_until IS NULL OR e.paused_until <= clock_timestamp())
      ORDER BY q.next_at, q.number
      LIMIT $1
    )
    UPDATE event_delivery d
    SET epoch = d.epoch + 1, attempts = d.attempts + 1, round = d.round + 1,
        lease_until = clock_timestamp() + $3::float8 * interval '1 ms'
    FROM due
    WHERE d.id = due.id AND d.state = 'PENDING' AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
    RETURNING ${DELIVERY}, d.round, d.epoch`,
};

export const DELIVERED: Statement = {
  name: 'event_delivery_delivered',
  text: `
    UPDATE event_delivery d
    SET state = 'DELIVERED', status = $3, words = $4, lease_until = NULL, settled_at = clock_timestamp()
    WHERE ${OURS}`,
};

export const RETRY: Statement = {
  name: 'event_delivery_retry',
  text: `
    WITH ours AS (
      UPDATE event_delivery d
      SET status = $3, words = $4, lease_until = NULL, next_at = clock_timestamp() + $5::float8 * interval '1 ms'
      WHERE ${OURS}
      RETURNING d.endpoint_id, d.next_at
    )
    UPDATE event_endpoint e
    SET paused_until = greatest(e.paused_until, ours.next_at)
    FROM ours
    WHERE $6::boolean AND e.endpoint_id = ours.endpoint_id`,
};

// The endpoint as it was at the claim: one that its owner has changed since is not judged by it.
export const GIVE_UP: Statement = {
  name: 'event_delivery_give_up',
  text: `
    WITH ours AS (
      UPDATE event_delivery d
      SET state = 'DEAD', status = $3, words = $4, lease_until = NULL, settled_at = clock_timestamp()
      WHERE ${OURS}
      RETURNING d.endpoint_id
    )
    UPDATE event_endpoint e
    SET disabled_at = clock_timestamp(), disabled_reason = $6
    FROM ours
    WHERE e.endpoint_id = ours.endpoint_id AND e.version = $5 AND e.disabled_at IS NULL`,
};

export const PRUNE: Statement = {
  name: 'event_delivery_prune',
  text: `
    DELETE FROM event_delivery d
    WHERE d.id IN (
      SELECT x.id FROM event_delivery x
      WHERE x.settled_at < clock_timestamp() - $1::integer * interval '1 day'
      UNION ALL
      SELECT x.id FROM event_delivery x
      JOIN event_endpoint e ON e.endpoint_id = x.endpoint_id
      WHERE x.state = 'PENDING' AND e.disabled_at IS NOT NULL
        AND x.created_at < clock_timestamp() - $1::integer * interval '1 day'
      LIMIT 10000
    )
    RETURNING d.id`,
};
