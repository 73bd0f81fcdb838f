import type { Day } from './day.ts';
import { type Lots, spendable } from './lots.ts';
import type { Minor } from './points.ts';
import { stableUuid } from './stableUuid.ts';

export type AccountStatus = 'ACTIVE' | 'FROZEN' | 'CLOSED';

/** Says which account: its id and bucket follow from the program and the member, and never change. */
export interface AccountRef {
  readonly programId: string;
  readonly memberId: string;
  /** A UUID in lower case. */
  readonly id: string;
  /** 0 to 63. */
  readonly bucket: number;
}

/** The whole state of a member's points in one program. */
export interface Account extends AccountRef {
  readonly status: AccountStatus;
  /** Everything the member owns, held and expired-but-not-yet-swept points included. */
  readonly balance: Minor;
  readonly held: Minor;
  /** Awarded and not cleared: neither in the balance nor in a lot. */
  readonly pending: Minor;
  /** Taken back after it was spent; later earnings pay it first. */
  readonly debt: Minor;
  /** How many awards were made. */
  readonly awards: bigint;
  /** balance = held + the sum of the lots. */
  readonly lots: Lots;
  /** Of the newest posting; 0: none yet. */
  readonly seq: bigint;
  readonly openedAt: Date;
  readonly changedAt: Date;
}

/** An account as it is stored: when its first lot ends is told without looking at the lots. */
export interface StoredAccount extends Account {
  readonly nextExpiry: Day;
}

/** What can be spent on that day: expired lots are not, whether they were swept yet or not. */
export function available(account: Pick<StoredAccount, 'balance' | 'held' | 'lots' | 'nextExpiry'>, today: Day): Minor {
  return account.nextExpiry < today ? spendable(account.lots, today) : account.balance - account.held;
}

export const BUCKETS = 64;

/** The bucket of an account id: six bits of it that the UUID's version and variant leave alone. */
export function bucketOf(accountId: string): number {
  return Number.parseInt(accountId.slice(0, 2), 16) % BUCKETS;
}

/** The account of a member in a program, whether it was opened or not. */
export function accountRef(programId: string, memberId: string): AccountRef {
  const id = stableUuid('account', programId, memberId);
  return { programId, memberId, id, bucket: bucketOf(id) };
}
