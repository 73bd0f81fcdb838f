import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf } from './arrayLiteral.ts';
import { parseLots } from './lotsText.ts';
import type { Hold, HoldState } from './posting.ts';

interface HoldRow {
  readonly bucket: number;
  readonly hold_id: string;
  readonly account_id: string;
  readonly points: bigint;
  readonly captured: bigint;
  readonly lots: string;
  readonly state: HoldState;
  readonly expires_at: Date | null;
  readonly opened_at: Date;
}

const READ_HOLDS: Statement = {
  name: 'read_holds',
  text: `
    SELECT h.bucket, h.hold_id, h.account_id, h.points, h.captured, h.lots::text AS lots, h.state, h.expires_at, h.opened_at
    FROM unnest($1::smallint[], $2::uuid[]) AS q (bucket, hold_id)
    JOIN hold h ON h.bucket = q.bucket AND h.hold_id = q.hold_id`,
};

/** The holds that exist of these, by id. They stay as they are while their accounts are locked. */
export async function readHolds(
  sql: Sql,
  keys: readonly { readonly holdId: string; readonly account: Pick<AccountRef, 'bucket'> }[],
): Promise<Map<string, Hold>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<HoldRow>(READ_HOLDS, [
    arrayOf(keys, (key) => key.account.bucket),
    arrayOf(keys, (key) => key.holdId),
  ]);
  return new Map(rows.map((row) => [row.hold_id, toHold(row)]));
}

function toHold(row: HoldRow): Hold {
  return {
    id: row.hold_id,
    account: { id: row.account_id, bucket: row.bucket },
    points: row.points,
    captured: row.captured,
    lots: parseLots(row.lots),
    state: row.state,
    expiresAt: row.expires_at,
    openedAt: row.opened_at,
  };
}
