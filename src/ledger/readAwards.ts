import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef } from './account.ts';
import { arrayOf } from './arrayLiteral.ts';
import type { StoredAward } from './award.ts';
import { AWARD_COLUMNS, type AwardRow, toAward } from './awardRow.ts';

const READ_AWARDS: Statement = {
  name: 'read_awards',
  text: `
    SELECT ${AWARD_COLUMNS}, p.lots[1] AS lot_day
    FROM unnest($1::smallint[], $2::uuid[]) AS q (bucket, award_id)
    JOIN award w ON w.bucket = q.bucket AND w.award_id = q.award_id
    LEFT JOIN posting p ON p.bucket = w.bucket AND p.account_id = w.account_id AND p.seq = w.seq`,
};

/** The awards that exist of these, by id. They stay as they are while their accounts are locked. */
export async function readAwards(
  sql: Sql,
  keys: readonly { readonly targetId: string; readonly account: Pick<AccountRef, 'bucket'> }[],
): Promise<Map<string, StoredAward>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<AwardRow & { readonly lot_day: bigint | null }>(READ_AWARDS, [
    arrayOf(keys, (key) => key.account.bucket),
    arrayOf(keys, (key) => key.targetId),
  ]);
  return new Map(
    rows.map((row) => [row.award_id, { ...toAward(row), lotDay: row.lot_day === null ? null : Number(row.lot_day) }]),
  );
}
