import type { Statement } from './port.ts';

const RUN = `
  id, number, program_id AS "programId", engine_kind AS "engineKind", from_at AS "from", to_at AS "to",
  started_at AS "startedAt", finished_at AS "finishedAt", words, cursor, attempt, members, movements, matched, imported,
  reversed, adjusted, open`;
const ITEM = `
  id, number, program_id AS "programId", member_id AS "memberId", kind, redemption_id AS "redemptionId",
  engine_reference AS "engineReference", points, reason, action, since, first_seen_at AS "firstSeenAt",
  settled_at AS "settledAt", first_run_id AS "firstRunId", last_run_id AS "lastRunId"`;
/** Beyond the lease, whoever claimed it since has another attempt. */
const OURS = `id = $1 AND attempt = $2 AND finished_at IS NULL`;

const named = (name: string, text: string): Statement => ({ name: `reconciliation_${name}`, text });

/** The first one looks back for 35 days, every other one for two days before the end of the one before. */
export const BEGIN = named(
  'begin',
  `INSERT INTO reconciliation_run (program_id, engine_kind, from_at, to_at)
   SELECT $1::varchar, $2::varchar, coalesce(max(to_at) - interval '2 days', clock_timestamp() - interval '35 days'), clock_timestamp()
   FROM reconciliation_run WHERE program_id = $1::varchar AND engine_kind = $2::varchar AND finished_at IS NOT NULL
   ON CONFLICT DO NOTHING`,
);
export const CLAIM = named(
  'claim',
  `UPDATE reconciliation_run
   SET attempt = attempt + 1, engine_kind = $3, words = NULL, lease_until = clock_timestamp() + $2::float8 * interval '1 ms'
   WHERE program_id = $1 AND finished_at IS NULL AND (lease_until IS NULL OR lease_until <= clock_timestamp())
   RETURNING ${RUN}`,
);
export const MEMBERS = named(
  'members',
  `SELECT member_id AS "memberId" FROM (
     SELECT member_id FROM engine_balance WHERE program_id = $1 AND as_of >= $2
     UNION SELECT member_id FROM engine_redemption
       WHERE program_id = $1 AND (settled_at IS NULL OR settled_at >= $2)
     UNION SELECT member_id FROM engine_reversal
       WHERE program_id = $1 AND (settled_at IS NULL OR settled_at >= $2)
     UNION SELECT member_id FROM account WHERE program_id = $1 AND changed_at >= $2
     UNION SELECT member_id FROM reconciliation_item WHERE program_id = $1 AND settled_at IS NULL
   ) m
   WHERE member_id COLLATE "C" > $3
   ORDER BY member_id COLLATE "C" LIMIT $4`,
);
export const ADVANCE = named(
  'advance',
  `UPDATE reconciliation_run
   SET cursor = $3, lease_until = clock_timestamp() + $4::float8 * interval '1 ms', members = members + $5,
       movements = movements + $6, matched = matched + $7, imported = imported + $8, reversed = reversed + $9,
       adjusted = adjusted + $10
   WHERE ${OURS} RETURNING id`,
);
export const LEAVE = named(
  'leave',
  `UPDATE reconciliation_run r
   SET finished_at = CASE WHEN $3::boolean THEN clock_timestamp() END, words = $4, lease_until = NULL,
       open = (SELECT count(*) FROM reconciliation_item i WHERE i.program_id = r.program_id AND i.settled_at IS NULL)
   WHERE ${OURS}`,
);
export const FIND = named('find', `SELECT ${RUN} FROM reconciliation_run WHERE id = $1`);
export const OPEN_ITEMS = named(
  'open_items',
  `SELECT ${ITEM} FROM reconciliation_item
   WHERE program_id = $1 AND account_id = $2 AND settled_at IS NULL ORDER BY number`,
);
/** An item that was settled and is found again is open again. */
export const KEEP = named(
  'keep',
  `INSERT INTO reconciliation_item (id, program_id, account_id, member_id, kind, redemption_id, engine_reference, points,
                                    reason, action, since, settled_at, first_run_id, last_run_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text, $11, CASE WHEN $10::text IS NULL THEN clock_timestamp() END, $12, $12)
   ON CONFLICT (id) DO UPDATE
   SET points = excluded.points, reason = excluded.reason, action = excluded.action, last_run_id = excluded.last_run_id,
       settled_at = CASE WHEN excluded.action IS NULL
                         THEN coalesce(reconciliation_item.settled_at, excluded.settled_at) END`,
);
export const SETTLE_OTHERS = named(
  'settle_others',
  `UPDATE reconciliation_item SET settled_at = clock_timestamp(), last_run_id = $3
   WHERE program_id = $1 AND account_id = $2 AND settled_at IS NULL AND NOT (id = ANY ($4::uuid[]))`,
);
export const SEND = named(
  'send',
  `UPDATE reconciliation_item SET sent_at = clock_timestamp()
   WHERE id = $1 AND (sent_at IS NULL OR sent_at <= clock_timestamp() - $2::float8 * interval '1 ms') RETURNING id`,
);
export const RUNS = named(
  'runs',
  `SELECT ${RUN} FROM reconciliation_run WHERE program_id = $1 AND ($3::bigint IS NULL OR number < $3::bigint)
   ORDER BY number DESC LIMIT $2`,
);
export const ITEMS = named(
  'items',
  `SELECT ${ITEM} FROM reconciliation_item
   WHERE program_id = $1 AND ($3::bigint IS NULL OR number < $3::bigint)
     AND ($4::boolean IS NULL OR (settled_at IS NULL) = $4::boolean)
   ORDER BY number DESC LIMIT $2`,
);
