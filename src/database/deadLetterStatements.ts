import type { Statement } from './port.ts';

export const LETTER = `
  l.id, l.source_id AS "sourceId", l.program_id AS "programId", l.message_id AS "messageId", l.type, l.body,
  l.reason_code AS "reasonCode", l.reason, l.state, l.attempts, l.received_at AS "receivedAt",
  l.changed_at AS "changedAt"`;

const WAITING = `
  SELECT ${LETTER}, l.waits_for AS "waitsFor"
  FROM dead_letter l
  WHERE l.waits_for IS NOT NULL AND l.state = 'OPEN'`;

export const KNOWN: Statement = {
  name: 'known_message',
  text: `
    SELECT encode(i.body_hash, 'hex') AS "bodyHash", EXISTS (SELECT FROM dead_letter l WHERE l.id = $3) AS "hasLetter"
    FROM inbox i
    WHERE i.source_id = $1 AND i.message_id = $2`,
};

/** Waits for another transaction that takes the message in, and then does nothing. */
export const TAKE_IN: Statement = {
  name: 'take_in_message',
  text: `
    INSERT INTO inbox (source_id, message_id, body_hash) VALUES ($1, $2, decode($3, 'hex'))
    ON CONFLICT (source_id, message_id) DO NOTHING`,
};

export const ADD_LETTER: Statement = {
  name: 'add_dead_letter',
  text: `
    INSERT INTO dead_letter (id, source_id, program_id, message_id, type, body, reason_code, reason, state, waits_for,
                             received_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())
    ON CONFLICT (id) DO NOTHING
    RETURNING id`,
};

export const FIND_LETTER: Statement = {
  name: 'find_dead_letter',
  text: `SELECT ${LETTER} FROM dead_letter l WHERE l.id = $1`,
};

export const PAGE_LETTERS: Statement = {
  name: 'page_dead_letters',
  text: `
    SELECT ${LETTER}
    FROM dead_letter l
    WHERE l.program_id = $1
      AND ($2::text[] IS NULL OR l.state = ANY ($2::text[]))
      AND ($3::uuid IS NULL OR (l.received_at, l.id) < (
        SELECT b.received_at, b.id FROM dead_letter b WHERE b.id = $3::uuid AND b.program_id = $1
      ))
    ORDER BY l.received_at DESC, l.id DESC
    LIMIT $4`,
};

export const WAITING_FOR: Statement = {
  name: 'dead_letters_waiting_for',
  text: `${WAITING} AND l.program_id = $1 AND l.waits_for = $2 ORDER BY l.received_at, l.id LIMIT 100`,
};

export const ALL_WAITING: Statement = {
  name: 'dead_letters_waiting',
  text: `${WAITING} AND ($1::uuid IS NULL OR l.id > $1::uuid) ORDER BY l.id LIMIT $2`,
};

/** The number of attempts that the caller saw is the letter's version. */
export const CLAIM: Statement = {
  name: 'claim_dead_letter',
  text: `
    UPDATE dead_letter l
    SET attempts = l.attempts + 1, body = $3, changed_at = now(), changed_by = $4
    WHERE l.id = $1 AND l.attempts = $2 AND l.state IN ('OPEN', 'UNKNOWN_TYPE')
    RETURNING ${LETTER}`,
};

/** Whatever another one came to meanwhile: it was applied, and with this body. */
export const SETTLE_APPLIED: Statement = {
  name: 'settle_applied_dead_letter',
  text: `
    UPDATE dead_letter l
    SET state = 'REPLAYED', waits_for = NULL, body = $2, changed_at = now(), changed_by = $3
    WHERE l.id = $1 AND l.state <> 'REPLAYED'
    RETURNING ${LETTER}`,
};

/** Only if nobody has tried it since. */
export const SETTLE_REFUSED: Statement = {
  name: 'settle_refused_dead_letter',
  text: `
    UPDATE dead_letter l
    SET type = $3, state = $4, reason_code = $5, reason = $6, waits_for = $7, changed_at = now(), changed_by = $8
    WHERE l.id = $1 AND l.attempts = $2 AND l.state IN ('OPEN', 'UNKNOWN_TYPE')
    RETURNING ${LETTER}`,
};

export const DISMISS: Statement = {
  name: 'dismiss_dead_letter',
  text: `
    UPDATE dead_letter l
    SET state = 'DISMISSED', waits_for = NULL, changed_at = now(), changed_by = $2
    WHERE l.id = $1 AND l.state IN ('OPEN', 'UNKNOWN_TYPE')
    RETURNING ${LETTER}`,
};
