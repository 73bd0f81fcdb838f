import type { Sql, Statement } from '../database/port.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import type { Award } from './award.ts';
import type { Changes } from './changes.ts';
import { timeOf } from './timeText.ts';
import { requireRows } from './writeAccounts.ts';

const INSERT_AWARDS: Statement = {
  name: 'insert_awards',
  text: `
    INSERT INTO award (bucket, award_id, account_id, number, after_seq, points, reversed, canceled, forgiven, state,
                       clears_at, seq, facts, memo, effective_at, recorded_at)
    SELECT bucket, award_id, account_id, number, after_seq, points, reversed, canceled, forgiven, state, clears_at, seq,
           facts, memo::json, effective_at, recorded_at
    FROM ROWS FROM (
      unnest(
        $1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
        $9::bigint[], $10::award_state[], $11::timestamptz[], $12::bigint[], $13::text[], $14::timestamptz[],
        $15::timestamptz[]
      ),
      json_array_elements($16::json)
    ) AS q (bucket, award_id, account_id, number, after_seq, points, reversed, canceled, forgiven, state, clears_at,
            seq, memo, effective_at, recorded_at, facts)`,
};

// The account's lock already keeps everybody else out. The comparison with what was read is the second net.
const CHANGE_AWARDS: Statement = {
  name: 'change_awards',
  text: `
    WITH changed AS (
      UPDATE award w
      SET reversed = q.reversed, canceled = q.canceled, forgiven = q.forgiven, state = q.state,
          clears_at = q.clears_at, seq = q.seq, memo = q.memo::json
      FROM unnest(
        $1::smallint[], $2::uuid[], $3::bigint[], $4::award_state[], $5::bigint[], $6::bigint[], $7::bigint[],
        $8::award_state[], $9::timestamptz[], $10::bigint[], $11::text[]
      ) AS q (bucket, award_id, was_reversed, was_state, reversed, canceled, forgiven, state, clears_at, seq, memo)
      WHERE w.bucket = q.bucket AND w.award_id = q.award_id AND w.reversed = q.was_reversed AND w.state = q.was_state
      RETURNING 1
    )
    SELECT count(*)::integer AS written FROM changed`,
};

/** Adds awards of locked accounts. */
export async function insertAwards(sql: Sql, awards: readonly Award[]): Promise<void> {
  if (awards.length === 0) return;
  await sql.query(INSERT_AWARDS, [
    arrayOf(awards, (award) => award.account.bucket),
    arrayOf(awards, (award) => award.id),
    arrayOf(awards, (award) => award.account.id),
    arrayOf(awards, (award) => award.number),
    arrayOf(awards, (award) => award.afterSeq),
    arrayOf(awards, (award) => award.points),
    arrayOf(awards, (award) => award.reversed),
    arrayOf(awards, (award) => award.canceled),
    arrayOf(awards, (award) => award.forgiven),
    arrayOf(awards, (award) => award.state),
    arrayOf(awards, ({ clearsAt }) => (clearsAt === null ? null : timeOf(clearsAt))),
    arrayOf(awards, (award) => award.seq),
    arrayOf(awards, ({ memo }) => (memo === null ? null : quoted(memo))),
    arrayOf(awards, (award) => timeOf(award.effectiveAt)),
    arrayOf(awards, (award) => timeOf(award.recordedAt)),
    // They are JSON already: an array of them is spared the quotes of an array of texts, and is kept to the letter.
    `[${awards.map(({ facts }) => facts).join(',')}]`,
  ]);
}

/** Writes awards of locked accounts as they are now. Throws BatchOvertaken when one is not as it was read. */
export async function changeAwards(sql: Sql, changes: Changes['changedAwards']): Promise<void> {
  if (changes.length === 0) return;
  const rows = await sql.query<{ written: number }>(CHANGE_AWARDS, [
    arrayOf(changes, ({ is }) => is.account.bucket),
    arrayOf(changes, ({ is }) => is.id),
    arrayOf(changes, ({ was }) => was.reversed),
    arrayOf(changes, ({ was }) => was.state),
    arrayOf(changes, ({ is }) => is.reversed),
    arrayOf(changes, ({ is }) => is.canceled),
    arrayOf(changes, ({ is }) => is.forgiven),
    arrayOf(changes, ({ is }) => is.state),
    arrayOf(changes, ({ is: { clearsAt } }) => (clearsAt === null ? null : timeOf(clearsAt))),
    arrayOf(changes, ({ is }) => is.seq),
    arrayOf(changes, ({ is: { memo } }) => (memo === null ? null : quoted(memo))),
  ]);
  requireRows('changed awards', changes.length, rows);
}
