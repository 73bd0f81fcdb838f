import type { AccountStatus, StoredAccount } from './account.ts';
import type { Day } from './day.ts';
import type { Lots } from './lots.ts';
import { parseLots } from './lotsText.ts';
import type { Minor } from './points.ts';

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
  return new AccountOfRow(row);
}

/**
 * A class for its getter alone: an object literal with one is made three times as slowly, and 50 balances are 50 of
 * them. A copy by spreading would have no lots.
 */
class AccountOfRow implements StoredAccount {
  readonly programId: string;
  readonly memberId: string;
  readonly id: string;
  readonly bucket: number;
  readonly status: AccountStatus;
  readonly balance: Minor;
  readonly held: Minor;
  readonly pending: Minor;
  readonly debt: Minor;
  readonly awards: bigint;
  readonly nextExpiry: Day;
  readonly seq: bigint;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly #lotsText: string;
  #lots: Lots | undefined = undefined;

  constructor({ account_id: id, program_id: programId, member_id: memberId, state }: AccountRow) {
    const [bucket, status, balance, held, pending, debt, awards, expiry, seq, openedAt, changedAt, lots] = state.split(
      ' ',
    ) as StateParts;
    this.programId = programId;
    this.memberId = memberId;
    this.id = id;
    this.bucket = Number(bucket);
    this.status = status;
    this.balance = BigInt(balance);
    this.held = BigInt(held);
    this.pending = BigInt(pending);
    this.debt = BigInt(debt);
    this.awards = BigInt(awards);
    this.nextExpiry = Number(expiry);
    this.seq = BigInt(seq);
    this.openedAt = new Date(Number(openedAt));
    this.changedAt = new Date(Number(changedAt));
    this.#lotsText = lots;
  }

  /** Most readers of an account look at its figures alone, and its lots are most of its text. */
  get lots(): Lots {
    return (this.#lots ??= parseLots(this.#lotsText));
  }
}

type Texts<Count extends number, Known extends string[] = []> = Known['length'] extends Count
  ? Known
  : Texts<Count, [...Known, string]>;
type StateParts = [string, AccountStatus, ...Texts<10>];
