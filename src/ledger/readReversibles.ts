import type { Sql, Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import { addLots, NO_LOTS } from './lots.ts';
import { parseLots } from './lotsText.ts';
import type { Reversible, SystemAccount } from './posting.ts';

interface ReversibleRow {
  readonly request_id: string;
  readonly account_id: string;
  readonly contra: SystemAccount;
  readonly seq: bigint;
  readonly lots: string;
  readonly reversed: readonly string[];
}

const READ_REVERSIBLES: Statement = {
  name: 'read_reversibles',
  text: `
    SELECT r.id AS request_id, p.account_id, p.contra, p.seq, p.lots::text AS lots,
           ARRAY(
             SELECT x.origin_lots::text FROM posting x
             WHERE x.bucket = p.bucket AND x.account_id = p.account_id AND x.reverses_seq = p.seq
           ) AS reversed
    FROM request r
    JOIN posting p ON p.bucket = r.bucket AND p.account_id = r.account_id AND p.seq = r.seq AND p.kind = 'REDEEM'
    WHERE r.id = ANY ($1::uuid[])`,
};

/** What these requests took and what was given back since, by the request's id; those that took nothing are left out. */
export async function readReversibles(sql: Sql, requestIds: readonly string[]): Promise<Map<string, Reversible>> {
  if (requestIds.length === 0) return new Map();
  const rows = await sql.query<ReversibleRow>(READ_REVERSIBLES, [arrayOf(requestIds, (id) => id)]);
  return new Map(
    rows.map((row) => [
      row.request_id,
      {
        accountId: row.account_id,
        contra: row.contra,
        seq: row.seq,
        lots: parseLots(row.lots),
        reversedLots: row.reversed.map(parseLots).reduce(addLots, NO_LOTS),
      },
    ]),
  );
}
