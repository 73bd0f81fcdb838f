import type { Pool } from 'pg';
import { type AccountRef, accountRef } from '../src/ledger/account.ts';
import { arrayOf } from '../src/ledger/arrayLiteral.ts';
import { dayOf } from '../src/ledger/day.ts';
import type { ProgramPolicy } from '../src/ledger/program.ts';
import { fingerprintOf, requestId } from '../src/ledger/requestId.ts';

export const PROGRAM: ProgramPolicy = {
  id: 'bench',
  decimals: 0,
  timeZone: 'UTC',
  expiryMonths: 12,
  refundGraceDays: 30,
  opensAccounts: false,
};

const LOTS = 12;
const POINTS_A_LOT = 100_000_000;
const BALANCE = LOTS * POINTS_A_LOT;

/** The accounts that every contender knows by the same ids. */
export function benchAccounts(number: number): readonly AccountRef[] {
  return Array.from({ length: number }, (_, index) => accountRef(PROGRAM.id, `member-${index}`));
}

/** Opens the accounts in the service's tables, each with a year of twelve lots from one earning, books in order. */
export async function fillService(pool: Pool, accounts: readonly AccountRef[]): Promise<void> {
  const today = dayOf(new Date(), PROGRAM.timeZone);
  const days = Array.from({ length: LOTS }, (_, month) => today + 30 * (month + 1));
  const lots = arrayOf(
    days.flatMap((day) => [day, POINTS_A_LOT]),
    (number) => number,
  );
  const { id, decimals, timeZone, expiryMonths, refundGraceDays, opensAccounts } = PROGRAM;
  await pool.query(
    `INSERT INTO program (id, name, unit_name, decimals, time_zone, expiry_months, refund_grace_days, opens_accounts)
     VALUES ($1, 'Bench', 'points', $2, $3, $4, $5, $6)`,
    [id, decimals, timeZone, expiryMonths, refundGraceDays, opensAccounts],
  );
  await pool.query(
    `WITH opened AS (
       SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::uuid[], $5::text[])
         AS o (bucket, account_id, member_id, request_id, fingerprint)
     ), accounts AS (
       INSERT INTO account (bucket, account_id, program_id, member_id, status, balance, held, lots, next_expiry, seq,
                            opened_at, changed_at)
       SELECT bucket, account_id, $6, member_id, 'ACTIVE', $7::bigint, 0, $8::bigint[], $9::integer, 1, now(), now()
       FROM opened
     ), postings AS (
       INSERT INTO posting (bucket, account_id, seq, kind, contra, amount, balance_after, lots, origin_lots,
                            request_id, effective_at, recorded_at)
       SELECT bucket, account_id, 1, 'EARN', 'ISSUANCE', $7::bigint, $7::bigint, $8::bigint[], '{}', request_id, now(),
              now()
       FROM opened
     )
     INSERT INTO request (id, bucket, account_id, kind, fingerprint, points, seq, recorded_at)
     SELECT request_id, bucket, account_id, 'CREDIT', decode(fingerprint, 'hex'), $7::bigint, 1, now() FROM opened`,
    [
      arrayOf(accounts, (account) => account.bucket),
      arrayOf(accounts, (account) => account.id),
      arrayOf(accounts, (account) => account.memberId),
      arrayOf(accounts, (account) => requestId(id, 'seed', account.memberId)),
      arrayOf(accounts, (account) => fingerprintOf('seed', account.memberId)),
      id,
      BALANCE,
      lots,
      days[0],
    ],
  );
  await pool.query('ANALYZE');
}

/** The same members in the first draft's table. */
export async function fillFirstDraft(pool: Pool, accounts: readonly AccountRef[]): Promise<void> {
  await pool.query(
    `INSERT INTO account (id, member_id, program_id, balance)
     SELECT id, member_id, $3, $4 FROM unnest($1::uuid[], $2::text[]) AS o (id, member_id)`,
    [arrayOf(accounts, (account) => account.id), arrayOf(accounts, (account) => account.memberId), PROGRAM.id, BALANCE],
  );
  await pool.query('ANALYZE');
}
