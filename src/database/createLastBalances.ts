import type { AskedMember, LastBalance, LastBalances } from '../engines/lastBalances.ts';
import { type AccountRef, bucketOf } from '../ledger/account.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { canonicalDecimal } from '../ledger/points.ts';
import { readTogether } from '../ledger/readTogether.ts';
import type { Sql, Statement } from './port.ts';

const FIND: Statement = {
  name: 'find_engine_balances',
  text: `
    SELECT q.position, b.available::text, b.pending::text, b.as_of
    FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[])
         WITH ORDINALITY AS q (program_id, member_id, engine_member_id, settings_version, position)
    JOIN engine_balance b ON b.program_id = q.program_id AND b.member_id = q.member_id
      AND b.engine_member_id = q.engine_member_id AND b.settings_version = q.settings_version`,
};
// In one order, so that two processes that save the same members wait for each other and do not deadlock.
const SAVE: Statement = {
  name: 'save_engine_balances',
  text: `
    INSERT INTO engine_balance (program_id, member_id, account_id, engine_member_id, settings_version, available, pending,
                                as_of)
    SELECT q.* FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::integer[], $6::numeric[], $7::numeric[],
                         $8::timestamptz[]) AS q (program_id, member_id)
    ORDER BY q.program_id COLLATE "C", q.member_id COLLATE "C"
    ON CONFLICT (program_id, member_id) DO UPDATE
    SET engine_member_id = excluded.engine_member_id, settings_version = excluded.settings_version,
        available = excluded.available, pending = excluded.pending, as_of = excluded.as_of
    WHERE engine_balance.as_of < excluded.as_of`,
};
const ACCOUNTS: Statement = {
  name: 'accounts_in_engines',
  text: `
    SELECT account_id AS id, program_id AS "programId", member_id AS "memberId" FROM engine_balance
    WHERE account_id = ANY ($1::uuid[])`,
};
const ACCOUNTS_OF_MEMBERS: Statement = {
  name: 'accounts_of_members_in_engines',
  text: `
    SELECT account_id AS id, program_id AS "programId", member_id AS "memberId" FROM engine_balance
    WHERE member_id = ANY ($1::text[])`,
};

interface FoundRow {
  readonly position: bigint;
  readonly available: string;
  readonly pending: string;
  readonly as_of: Date;
}

/** What engines last said, in the database. */
export function createLastBalances(sql: Sql): LastBalances {
  async function accounts(statement: Statement, keys: string): Promise<AccountRef[]> {
    const rows = await sql.query<Omit<AccountRef, 'bucket'>>(statement, [keys]);
    return rows.map(({ id, programId, memberId }) => ({ id, programId, memberId, bucket: bucketOf(id) }));
  }

  return {
    find: readTogether(async (members: readonly AskedMember[]) => {
      const rows = await sql.query<FoundRow>(FIND, keysOf(members));
      const found = new Map(rows.map((row) => [Number(row.position), toBalance(row)]));
      return members.map((_, index) => found.get(index + 1) ?? null);
    }),
    async save(balances) {
      const [programIds, memberIds, ...others] = keysOf(balances);
      await sql.query(SAVE, [
        programIds,
        memberIds,
        arrayOf(balances, ({ account }) => account.id),
        ...others,
        arrayOf(balances, ({ available }) => available),
        arrayOf(balances, ({ pending }) => pending),
        arrayOf(balances, ({ asOf }) => quoted(asOf.toISOString())),
      ]);
    },
    async accounts(ids) {
      const found = new Map(
        (
          await accounts(
            ACCOUNTS,
            arrayOf(ids, (id) => id),
          )
        ).map((ref) => [ref.id, ref]),
      );
      return ids.map((id) => found.get(id) ?? null);
    },
    accountsOfMembers: (memberIds) => accounts(ACCOUNTS_OF_MEMBERS, arrayOf(memberIds, quoted)),
  };
}

function keysOf(members: readonly AskedMember[]): [string, string, string, string] {
  return [
    arrayOf(members, ({ account }) => quoted(account.programId)),
    arrayOf(members, ({ account }) => quoted(account.memberId)),
    arrayOf(members, ({ engineMemberId }) => quoted(engineMemberId)),
    arrayOf(members, ({ settingsVersion }) => settingsVersion),
  ];
}

function toBalance({ available, pending, as_of: asOf }: FoundRow): LastBalance {
  return { available: canonicalDecimal(available) ?? '0', pending: canonicalDecimal(pending) ?? '0', asOf };
}
