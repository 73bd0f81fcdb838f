import type { Sql, Statement } from '../database/port.ts';
import type { Account } from './account.ts';
import { arrayOf, quoted } from './arrayLiteral.ts';
import { BatchOvertaken } from './batchOvertaken.ts';
import type { Changes } from './changes.ts';
import { nextExpiry } from './lots.ts';
import { lotsText } from './lotsText.ts';
import { timeOf } from './timeText.ts';

// The account's lock already keeps everybody else out. The comparison with what was read is the second net: each
// change of an account moves its seq, its held, pending or owed points, its awards or its status.
const CHANGE_ACCOUNTS: Statement = {
  name: 'change_accounts',
  text: `
    WITH changed AS (
      UPDATE account a
      SET status = q.status, balance = q.balance, held = q.held, lots = q.lots::bigint[], next_expiry = q.next_expiry,
          seq = q.seq, changed_at = q.changed_at, pending = q.pending, debt = q.debt, awards = q.awards
      FROM unnest(
        $1::smallint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::account_status[],
        $6::account_status[], $7::bigint[], $8::bigint[], $9::text[], $10::integer[], $11::bigint[], $12::timestamptz[],
        $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[]
      ) AS q (bucket, account_id, was_seq, was_held, was_status,
              status, balance, held, lots, next_expiry, seq, changed_at,
              pending, debt, awards, was_pending, was_debt, was_awards)
      WHERE a.bucket = q.bucket AND a.account_id = q.account_id
        AND a.seq = q.was_seq AND a.held = q.was_held AND a.status = q.was_status
        AND a.pending = q.was_pending AND a.debt = q.was_debt AND a.awards = q.was_awards
      RETURNING 1
    )
    SELECT count(*)::integer AS written FROM changed`,
};

// Nobody holds the lock of a row that is not there yet: who comes second waits here, writes nothing, and starts over.
const OPEN_ACCOUNTS: Statement = {
  name: 'open_accounts',
  text: `
    WITH opened AS (
      INSERT INTO account (bucket, account_id, program_id, member_id, status, balance, held, lots, next_expiry, seq,
                           opened_at, changed_at, pending, debt, awards)
      SELECT bucket, account_id, program_id, member_id, status, balance, held, lots::bigint[], next_expiry, seq,
             opened_at, changed_at, pending, debt, awards
      FROM unnest(
        $1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::account_status[], $6::bigint[], $7::bigint[],
        $8::text[], $9::integer[], $10::bigint[], $11::timestamptz[], $12::timestamptz[],
        $13::bigint[], $14::bigint[], $15::bigint[]
      ) AS q (bucket, account_id, program_id, member_id, status, balance, held, lots, next_expiry, seq,
              opened_at, changed_at, pending, debt, awards)
      ON CONFLICT DO NOTHING
      RETURNING 1
    )
    SELECT count(*)::integer AS written FROM opened`,
};

/** Writes the accounts as they are now. Throws BatchOvertaken when one is not as it was read. */
export async function changeAccounts(sql: Sql, changes: Changes['changedAccounts']): Promise<void> {
  if (changes.length === 0) return;
  const rows = await sql.query<{ written: number }>(CHANGE_ACCOUNTS, [
    arrayOf(changes, ({ is }) => is.bucket),
    arrayOf(changes, ({ is }) => is.id),
    arrayOf(changes, ({ was }) => was.seq),
    arrayOf(changes, ({ was }) => was.held),
    arrayOf(changes, ({ was }) => was.status),
    arrayOf(changes, ({ is }) => is.status),
    arrayOf(changes, ({ is }) => is.balance),
    arrayOf(changes, ({ is }) => is.held),
    arrayOf(changes, ({ is }) => `"${lotsText(is.lots)}"`),
    arrayOf(changes, ({ is }) => nextExpiry(is.lots)),
    arrayOf(changes, ({ is }) => is.seq),
    arrayOf(changes, ({ is }) => timeOf(is.changedAt)),
    arrayOf(changes, ({ is }) => is.pending),
    arrayOf(changes, ({ is }) => is.debt),
    arrayOf(changes, ({ is }) => is.awards),
    arrayOf(changes, ({ was }) => was.pending),
    arrayOf(changes, ({ was }) => was.debt),
    arrayOf(changes, ({ was }) => was.awards),
  ]);
  requireRows('changed accounts', changes.length, rows);
}

/** Adds the accounts. Throws BatchOvertaken when another transaction was first with one of them. */
export async function openAccounts(sql: Sql, accounts: readonly Account[]): Promise<void> {
  if (accounts.length === 0) return;
  const rows = await sql.query<{ written: number }>(OPEN_ACCOUNTS, [
    arrayOf(accounts, (account) => account.bucket),
    arrayOf(accounts, (account) => account.id),
    arrayOf(accounts, (account) => quoted(account.programId)),
    arrayOf(accounts, (account) => quoted(account.memberId)),
    arrayOf(accounts, (account) => account.status),
    arrayOf(accounts, (account) => account.balance),
    arrayOf(accounts, (account) => account.held),
    arrayOf(accounts, (account) => `"${lotsText(account.lots)}"`),
    arrayOf(accounts, (account) => nextExpiry(account.lots)),
    arrayOf(accounts, (account) => account.seq),
    arrayOf(accounts, (account) => timeOf(account.openedAt)),
    arrayOf(accounts, (account) => timeOf(account.changedAt)),
    arrayOf(accounts, (account) => account.pending),
    arrayOf(accounts, (account) => account.debt),
    arrayOf(accounts, (account) => account.awards),
  ]);
  requireRows('opened accounts', accounts.length, rows);
}

/** Throws BatchOvertaken unless a statement wrote as many rows as it was given. */
export function requireRows(what: string, expected: number, rows: readonly { written: number }[]): void {
  const written = rows[0]?.written ?? 0;
  if (written !== expected) throw new BatchOvertaken(what, expected, written);
}
