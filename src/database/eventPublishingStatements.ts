import type { Statement } from './port.ts';

/** Of whoever publishes, in all processes together. */
const LOCK = 7_046_914_055;

export const TRY_LOCK: Statement = {
  name: 'event_try_lock',
  text: `SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`,
};
export const WAIT_LOCK: Statement = {
  name: 'event_wait_lock',
  text: `SELECT pg_advisory_xact_lock(${LOCK}) IS NOT NULL AS locked`,
};

export const HAS_LISTENERS: Statement = {
  name: 'event_has_listeners',
  text: 'SELECT EXISTS (SELECT FROM event_endpoint) AS heard',
};

// A transaction that began before an endpoint was registered may still add rows: those are told, as they were booked
// after. Whoever registers while this statement runs begins a moment later.
export const DROP_UNHEARD: Statement = {
  name: 'event_drop_unheard',
  text: `
    DELETE FROM outbox
    WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1)
      AND NOT EXISTS (SELECT FROM event_endpoint)
    RETURNING id`,
};

export const LISTENERS: Statement = {
  name: 'event_listeners',
  text: `
    SELECT endpoint_id AS id, program_id AS "programId", types, format, created_at AS "createdAt"
    FROM event_endpoint ORDER BY created_at, endpoint_id FOR KEY SHARE`,
};

// Ids are not handed out in the order of the commits: rows of transactions that are all over have none missing between.
export const NEWS: Statement = {
  name: 'event_news',
  text: `
    SELECT id, payload -> 'postings' AS postings, payload ->> 'redemption' AS redemption
    FROM outbox
    WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    ORDER BY id
    LIMIT $1`,
};
export const DROP: Statement = { name: 'event_drop', text: 'DELETE FROM outbox WHERE id = ANY ($1::bigint[])' };

export const POSTINGS: Statement = {
  name: 'event_postings',
  text: `
    SELECT p.account_id AS "accountId", a.program_id AS "programId", a.member_id AS "memberId", p.seq, p.kind, p.amount,
           p.balance_after AS "balanceAfter", p.request_id AS "requestId", r.target_id AS "targetId",
           coalesce(r.details, '{}') AS details, coalesce(t.details, '{}') AS "targetDetails",
           w.facts -> 'transaction' ->> 'id' AS "transactionId",
           p.effective_at AS "effectiveAt", p.recorded_at AS "recordedAt"
    FROM unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[])
         WITH ORDINALITY AS q (bucket, account_id, low, high, position)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id AND a.program_id = ANY ($5::text[])
    JOIN posting p ON p.bucket = q.bucket AND p.account_id = q.account_id AND p.seq BETWEEN q.low AND q.high
    LEFT JOIN request r ON r.id = p.request_id
    LEFT JOIN request t ON t.id = r.target_id
    LEFT JOIN award w ON w.bucket = p.bucket AND w.award_id = coalesce(r.target_id, r.id)
    ORDER BY q.position, p.seq`,
};

export const DECLINED: Statement = {
  name: 'event_declined',
  text: `
    SELECT id, program_id AS "programId", member_id AS "memberId", account_id AS "accountId", points,
           reward_id AS "rewardId", order_id AS "orderId", decline_reason AS "declineReason", settled_at AS "settledAt"
    FROM engine_redemption
    WHERE id = ANY ($1::uuid[]) AND program_id = ANY ($2::text[]) AND state = 'VOIDED'
    ORDER BY number`,
};

const ACCOUNT = `
  a.account_id AS id, a.bucket, a.program_id AS "programId", a.member_id AS "memberId", a.seq, a.opened_at AS "openedAt"`;

export const ACCOUNTS: Statement = {
  name: 'event_accounts',
  text: `
    SELECT ${ACCOUNT}
    FROM unnest($1::smallint[], $2::uuid[]) AS q (bucket, account_id)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id
    WHERE a.program_id = ANY ($3::text[])
    ORDER BY a.account_id`,
};
export const WALK: Statement = {
  name: 'event_walk',
  text: `
    SELECT ${ACCOUNT}
    FROM account a
    WHERE (a.bucket, a.account_id) > ($1::smallint, $2::uuid) AND a.program_id = ANY ($3::text[])
    ORDER BY a.bucket, a.account_id
    LIMIT $4`,
};
export const EXPIRING: Statement = {
  name: 'event_expiring',
  text: `
    SELECT a.account_id AS id, a.bucket, a.program_id AS "programId", a.member_id AS "memberId",
           a.next_expiry AS "nextExpiry", a.lots::text AS lots
    FROM account a
    WHERE (a.next_expiry, a.bucket, a.account_id) > ($1::integer, $2::smallint, $3::uuid) AND a.next_expiry <= $4::integer
      AND a.program_id = ANY ($5::text[])
    ORDER BY a.next_expiry, a.bucket, a.account_id
    LIMIT $6`,
};

export const TIERS: Statement = {
  name: 'event_tiers',
  text: 'SELECT account_id AS id, tier FROM event_tier WHERE account_id = ANY ($1::uuid[])',
};
export const KEEP_TIERS: Statement = {
  name: 'event_keep_tiers',
  text: `
    INSERT INTO event_tier (account_id, program_id, tier)
    SELECT account_id, program_id, tier FROM unnest($1::uuid[], $2::text[], $3::text[]) AS q (account_id, program_id, tier)
    ON CONFLICT (account_id) DO UPDATE SET tier = excluded.tier, told_at = clock_timestamp()`,
};

export const KNOWN: Statement = {
  name: 'event_known',
  text: 'SELECT id FROM event_delivery WHERE id = ANY ($1::uuid[])',
};
export const COUNT_ON: Statement = {
  name: 'event_count_on',
  text: `
    INSERT INTO event_sequence AS s (endpoint_id, member_id, sequence)
    SELECT endpoint_id, member_id, more FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS q (endpoint_id, member_id, more)
    ON CONFLICT (endpoint_id, member_id) DO UPDATE SET sequence = s.sequence + excluded.sequence
    RETURNING endpoint_id AS "endpointId", member_id AS "memberId", sequence`,
};
export const DELIVER: Statement = {
  name: 'event_deliver',
  text: `
    INSERT INTO event_delivery (id, endpoint_id, program_id, event_id, member_id, type, sequence, body)
    SELECT id, endpoint_id, program_id, event_id, member_id, type, sequence, body
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::text[])
         WITH ORDINALITY AS q (id, endpoint_id, program_id, event_id, member_id, type, sequence, body, position)
    ORDER BY position`,
};
