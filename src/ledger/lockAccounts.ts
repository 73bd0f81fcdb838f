import type { Sql, Statement } from '../database/port.ts';
import type { Account, AccountRef } from './account.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './accountRow.ts';
import { arrayOf } from './arrayLiteral.ts';

// The locks are taken above the sort, in the one order that everybody uses, so nobody waits for somebody who waits
// for them. A row that changed while we waited is read anew under its lock, so what comes back is the newest version.
const LOCK_ACCOUNTS: Statement = {
  name: 'lock_accounts',
  text: `
    SELECT ${ACCOUNT_COLUMNS}
    FROM unnest($1::smallint[], $2::uuid[]) AS q (bucket, account_id)
    JOIN account a ON a.bucket = q.bucket AND a.account_id = q.account_id
    ORDER BY a.bucket, a.account_id
    FOR UPDATE OF a`,
};

/**
 * Locks the accounts until the transaction ends and gives those that exist, by id. Each of them is named once.
 * The lock is the mutex of everything about a member: their balance, lots, holds and history.
 */
export async function lockAccounts(
  sql: Sql,
  refs: readonly Pick<AccountRef, 'id' | 'bucket'>[],
): Promise<Map<string, Account>> {
  const rows = await sql.query<AccountRow>(LOCK_ACCOUNTS, [
    arrayOf(refs, (ref) => ref.bucket),
    arrayOf(refs, (ref) => ref.id),
  ]);
  return new Map(rows.map((row) => [row.account_id, toAccount(row)]));
}
