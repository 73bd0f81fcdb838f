import type { AccountStatus, StoredAccount } from './account.ts';
import type { Lots } from './lots.ts';
import { parseLots } from './lotsText.ts';

/** The columns of an account that ACCOUNT_COLUMNS selects. */
export interface AccountRow {
  readonly account_id: string;
  readonly program_id: string;
  readonly member_id: string;
  /** All that no text of a caller's is in, a space between two. */
  readonly state: string;
}

/**
 * Of the table account under the name a. Four columns for fourteen: the driver's work is by the column, and of times it
 * is by the character.
 */
export const ACCOUNT_COLUMNS = `
  a.account_id, a.program_id, a.member_id,
  concat_ws(' ', a.bucket, a.status, a.balance, a.held, a.pending, a.debt, a.awards, a.next_expiry, a.seq,
            (date_part('epoch', a.opened_at) * 1000)::bigint,
            (date_part('epoch', a.changed_at) * 1000)::bigint, a.lots::text) AS state`;

export function toAccount(row: AccountRow): StoredAccount {
  const [bucket, status, balance, held, pending, debt, awards, expiry, seq, openedAt, changedAt, lots] =
    row.state.split(' ') as StateParts;
  // Most readers of an account look at its figures alone, and its lots are most of its text.
  let parsed: Lots | undefined;
  return {
    programId: row.program_id,
    memberId: row.member_id,
    id: row.account_id,
    bucket: Number(bucket),
    status,
    balance: BigInt(balance),
    held: BigInt(held),
    pending: BigInt(pending),
    debt: BigInt(debt),
    awards: BigInt(awards),
    nextExpiry: Number(expiry),
    get lots() {
      return (parsed ??= parseLots(lots));
    },
    seq: BigInt(seq),
    openedAt: new Date(Number(openedAt)),
    changedAt: new Date(Number(changedAt)),
  };
}

type Texts<Count extends number, Known extends string[] = []> = Known['length'] extends Count
  ? Known
  : Texts<Count, [...Known, string]>;
type StateParts = [string, AccountStatus, ...Texts<10>];
