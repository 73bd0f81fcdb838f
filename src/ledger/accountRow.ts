import type { Account, AccountStatus } from './account.ts';
import { parseLots } from './lotsText.ts';

/** The columns of an account that ACCOUNT_COLUMNS selects. */
export interface AccountRow {
  readonly bucket: number;
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
  readonly status: AccountStatus;
  readonly balance: bigint;
  readonly held: bigint;
  readonly lots: string;
  readonly seq: bigint;
  readonly opened_at: Date;
  readonly changed_at: Date;
}

/** Of the table account under the name a. */
export const ACCOUNT_COLUMNS =
  'a.bucket, a.account_id, a.program_id, a.member_id, a.status, a.balance, a.held, a.lots::text AS lots, a.seq, ' +
  'a.opened_at, a.changed_at';

export function toAccount(row: AccountRow): Account {
  return {
    programId: row.program_id,
    memberId: row.member_id,
    id: row.account_id,
    bucket: row.bucket,
    status: row.status,
    balance: row.balance,
    held: row.held,
    lots: parseLots(row.lots),
    seq: row.seq,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
  };
}
