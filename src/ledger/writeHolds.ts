import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import type { Changes } from './changes.ts';
import { lotsText } from './lotsText.ts';
import type { Hold } from './posting.ts';
import { timeOf } from './timeText.ts';
import { requireRows } from './writeAccounts.ts';

const OPEN_HOLDS: Statement = {
  name: 'open_holds',
  text: `
    INSERT INTO hold (bucket, hold_id, account_id, points, captured, lots, state, expires_at, opened_at)
    SELECT bucket, hold_id, account_id, points, captured, lots::bigint[], state, expires_at, opened_at
    FROM unnest(
      $1::smallint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::hold_state[],
      $8::timestamptz[], $9::timestamptz[]
    ) AS q (bucket, hold_id, account_id, points, captured, lots, state, expires_at, opened_at)`,
};

// A hold that is no longer open never changes.
const CLOSE_HOLDS: Statement = {
  name: 'close_holds',
  text: `
    WITH closed AS (
      UPDATE hold h SET captured = q.captured, state = q.state
      FROM unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::hold_state[]) AS q (bucket, hold_id, captured, state)
      WHERE h.bucket = q.bucket AND h.hold_id = q.hold_id AND h.state = 'OPEN'
      RETURNING 1
    )
    SELECT count(*)::integer AS written FROM closed`,
};

/** Adds holds of locked accounts. */
export async function openHolds(sql: Sql, holds: Changes['openedHolds']): Promise<void> {
  if (holds.length === 0) return;
  await sql.query(OPEN_HOLDS, [
    ...keysOf(holds),
    arrayOf(holds, (hold) => hold.account.id),
    arrayOf(holds, (hold) => hold.points),
    arrayOf(holds, (hold) => hold.captured),
    arrayOf(holds, (hold) => `"${lotsText(hold.lots)}"`),
    arrayOf(holds, (hold) => hold.state),
    arrayOf(holds, (hold) => (hold.expiresAt === null ? null : timeOf(hold.expiresAt))),
    arrayOf(holds, (hold) => timeOf(hold.openedAt)),
  ]);
}

/** Closes open holds of locked accounts. Throws BatchOvertaken when one was not open. */
export async function closeHolds(sql: Sql, holds: Changes['changedHolds']): Promise<void> {
  if (holds.length === 0) return;
  const rows = await sql.query<{ written: number }>(CLOSE_HOLDS, [
    ...keysOf(holds),
    arrayOf(holds, (hold) => hold.captured),
    arrayOf(holds, (hold) => hold.state),
  ]);
  requireRows('closed holds', holds.length, rows);
}

function keysOf(holds: readonly Hold[]): [string, string] {
  return [arrayOf(holds, (hold) => hold.account.bucket), arrayOf(holds, (hold) => hold.id)];
}
