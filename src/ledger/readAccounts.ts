import type { Sql, Statement } from '../database/port.ts';
import type { AccountRef, StoredAccount } from './account.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './accountRow.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import { groupBy } from './groupBy.ts';
import { isUuid } from './stableUuid.ts';

const ACCOUNTS: Statement = {
  name: 'accounts',
  text: `
    SELECT ${ACCOUNT_COLUMNS}
    FROM unnest($1::smallint[], $2::uuid[]) AS q (bucket, account_id)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id`,
};

const ACCOUNTS_OF_MEMBERS: Statement = {
  name: 'accounts_of_members',
  text: `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE a.member_id = ANY ($1::text[]) ORDER BY a.program_id`,
};

/** The accounts as of now, in the order asked; null where none was opened, or could ever be. One statement. */
export async function readAccounts(
  sql: Sql,
  refs: readonly Pick<AccountRef, 'id' | 'bucket'>[],
): Promise<(StoredAccount | null)[]> {
  const possible = refs.filter((ref) => isUuid(ref.id));
  const rows = await sql.query<AccountRow>(ACCOUNTS, [
    arrayOf(possible, (ref) => ref.bucket),
    arrayOf(possible, (ref) => ref.id),
  ]);
  const found = new Map(rows.map((row) => [row.account_id, toAccount(row)]));
  return refs.map((ref) => found.get(ref.id) ?? null);
}

/** Every account of each member, by program, in the order asked. One statement. */
export async function readAccountsOfMembers(sql: Sql, memberIds: readonly string[]): Promise<StoredAccount[][]> {
  const rows = await sql.query<AccountRow>(ACCOUNTS_OF_MEMBERS, [arrayOf(memberIds, quoted)]);
  const found = groupBy(rows.map(toAccount), (account) => account.memberId);
  return memberIds.map((memberId) => found.get(memberId) ?? []);
}
