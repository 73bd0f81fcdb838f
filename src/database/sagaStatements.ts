import type { Statement } from './port.ts';

export type SagaTable = 'engine_redemption' | 'engine_reversal' | 'engine_earning';

/** Of the tables under the name s; beside them each has a few of its own. */
const COMMON = `
  s.id, s.number, s.program_id AS "programId", s.bucket, s.account_id AS "accountId", s.member_id AS "memberId",
  s.engine_kind AS "engineKind", s.engine_version AS "engineVersion", s.engine_member AS "engineMember", s.points,
  encode(s.fingerprint, 'hex') AS fingerprint, s.state, s.attempt, s.first_sent_at AS "firstSentAt",
  s.unsure_at AS "unsureAt", s.is_accepted AS "isAccepted", s.is_canceling AS "isCanceling", s.answers, s.outcome,
  s.epoch, s.engine_reference AS "engineReference", s.decline_reason AS "declineReason",
  s.requested_at AS "requestedAt", s.settled_at AS "settledAt", s.mirrored_at AS "mirroredAt"`;

export const COLUMNS: Readonly<Record<SagaTable, string>> = {
  engine_redemption: `${COMMON}, s.reward_id AS "rewardId", s.order_id AS "orderId",
    (SELECT coalesce(sum(b.points), 0)::bigint FROM engine_reversal b
     WHERE b.redemption_id = s.id AND b.state = 'CAPTURED') AS "reversedPoints"`,
  engine_reversal: `${COMMON}, s.redemption_id AS "redemptionId", s.reason`,
  engine_earning: `${COMMON}, s.transaction_id AS "transactionId", s.kind, s.amount, s.currency_code AS "currencyCode",
    s.category, s.merchant_id AS "merchantId", s.occurred_at AS "occurredAt"`,
};

const TABLES = Object.keys(COLUMNS) as readonly SagaTable[];

/** Whether a call for the member of s may still be under way for another row. */
const overlapping = (other: SagaTable): string => `
  EXISTS (
    SELECT FROM ${other} o
    WHERE o.program_id = s.program_id AND o.member_id = s.member_id AND o.id <> s.id
      AND o.state IN ('RESERVED', 'SENDING') AND o.lease_until > clock_timestamp()
  )`;

/** Epoch and state: a worker that was overtaken, or a row that is settled, changes nothing. */
const OURS = `s.id = $1 AND s.epoch = $2 AND s.state IN ('RESERVED', 'SENDING')`;

// A claim takes a name that no claim ever had. The lease only keeps others away for a while; the epoch is what is safe.
const claim = (table: SagaTable): string => `
  UPDATE ${table} s
  SET epoch = nextval('engine_epoch'), lease_until = clock_timestamp() + $2::float8 * interval '1 ms'
  WHERE s.id = $1 AND s.state IN ('RESERVED', 'SENDING') AND s.next_at <= clock_timestamp()
    AND (s.lease_until IS NULL OR s.lease_until <= clock_timestamp())
    AND NOT ($3::boolean AND (${TABLES.map(overlapping).join(' OR ')}))
  RETURNING ${COLUMNS[table]}, clock_timestamp() AS at`;

// What is sent from here on may have been taken in, whatever becomes of this process.
const intend = (table: SagaTable): string => `
  UPDATE ${table} s
  SET state = 'SENDING', attempt = s.attempt + 1, sent_at = clock_timestamp(),
      first_sent_at = coalesce(s.first_sent_at, clock_timestamp()),
      unsure_at = CASE WHEN $3 = 'debit' THEN clock_timestamp() ELSE s.unsure_at END,
      is_canceling = s.is_canceling OR $3 = 'cancel'
  WHERE ${OURS}
  RETURNING s.sent_at AS at`;

const park = (table: SagaTable): string => `
  UPDATE ${table} s
  SET state = $3::engine_call_state, unsure_at = $4, is_accepted = $5, is_canceling = $6, answers = $7, outcome = $8,
      next_at = clock_timestamp() + $9::float8 * interval '1 ms', lease_until = NULL
  WHERE ${OURS}
  RETURNING s.id`;

// A redemption that came to nothing moves no points, so that no posting tells of it: the outbox does, in this statement.
const settle = (table: SagaTable): string => `
  WITH settled AS (
    UPDATE ${table} s
    SET state = $3::engine_call_state, engine_reference = $4, decline_reason = $5, outcome = $6,
        ${table === 'engine_earning' ? 'points = $7,' : ''}
        settled_at = clock_timestamp(), lease_until = NULL
    WHERE ${OURS}
    RETURNING s.id, s.state
  ), told AS (
    INSERT INTO outbox (payload, recorded_at)
    SELECT jsonb_build_object('redemption', id), clock_timestamp() FROM settled
    WHERE state = 'VOIDED' AND '${table}' = 'engine_redemption'
  )
  SELECT id FROM settled`;

const due = (table: SagaTable): string => `
  SELECT s.id, s.program_id AS "programId"
  FROM ${table} s
  WHERE s.state IN ('RESERVED', 'SENDING') AND s.next_at <= clock_timestamp()
    AND (s.lease_until IS NULL OR s.lease_until <= clock_timestamp())
  ORDER BY s.next_at, s.id
  LIMIT $1`;

/** A reversal is named by its own reference, by its redemption's, or by the order of that. */
const NAMED: Readonly<Record<SagaTable, string>> = {
  engine_redemption: 's.id = $2::uuid OR s.order_id = $3',
  engine_reversal: `s.id = $2::uuid OR s.redemption_id = $2::uuid OR EXISTS (
    SELECT FROM engine_redemption r WHERE r.id = s.redemption_id AND r.order_id = $3)`,
  engine_earning: 's.id = $2::uuid AND $3::text IS NULL',
};

/** An earning is repeated when it is told, which may be long after it was handed over. */
const TOLD: Readonly<Record<SagaTable, string>> = {
  engine_redemption: `s.state = 'CAPTURED'`,
  engine_reversal: `s.state = 'CAPTURED'`,
  engine_earning: 's.points IS NOT NULL',
};

const hasten = (table: SagaTable): string => `
  UPDATE ${table} s
  SET next_at = least(s.next_at, clock_timestamp())
  WHERE s.program_id = $1 AND s.state IN ('RESERVED', 'SENDING') AND (${NAMED[table]})
  RETURNING s.id, s.program_id AS "programId", s.member_id AS "memberId"`;

export interface SagaStatements {
  readonly find: Statement;
  readonly claim: Statement;
  readonly intend: Statement;
  readonly park: Statement;
  readonly settle: Statement;
  readonly forget: Statement;
  readonly due: Statement;
  readonly hasten: Statement;
  readonly unmirrored: Statement;
  readonly markMirrored: Statement;
}

export function sagaStatements(table: SagaTable): SagaStatements {
  const named = (name: string, text: string): Statement => ({ name: `${table}_${name}`, text });
  return {
    find: named('find', `SELECT ${COLUMNS[table]} FROM ${table} s WHERE s.id = ANY ($1::uuid[])`),
    claim: named('claim', claim(table)),
    intend: named('intend', intend(table)),
    park: named('park', park(table)),
    settle: named('settle', settle(table)),
    forget: named('forget', `DELETE FROM ${table} s WHERE ${OURS} RETURNING s.id`),
    due: named('due', due(table)),
    hasten: named('hasten', hasten(table)),
    unmirrored: named(
      'unmirrored',
      `SELECT ${COLUMNS[table]} FROM ${table} s
       WHERE ${TOLD[table]} AND s.mirrored_at IS NULL ORDER BY s.number LIMIT $1`,
    ),
    markMirrored: named(
      'mark_mirrored',
      `UPDATE ${table} s SET mirrored_at = clock_timestamp()
       WHERE s.id = $1 AND ${TOLD[table]} AND s.mirrored_at IS NULL`,
    ),
  };
}

/**
 * Held until the claim commits, so that two claims for one member cannot both find nothing under way. Whoever does not
 * get it does not wait: waiting would keep connections from those who have work.
 */
export const LOCK_MEMBER: Statement = {
  name: 'engine_lock_member',
  text: `
    SELECT pg_try_advisory_xact_lock(hashtextextended(s.program_id || ' ' || s.member_id, 7046914054)) AS locked
    FROM (${TABLES.map((table) => `SELECT program_id, member_id FROM ${table} WHERE id = $1`).join(' UNION ALL ')}) s`,
};
