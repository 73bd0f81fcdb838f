import type { Account } from './account.ts';
import type { Lots } from './lots.ts';
import type { Receipt, Rejection } from './outcome.ts';
import type { Minor } from './points.ts';
import type { EntryKind } from './statement.ts';

/** The other leg of a posting: where points come from and go to. */
export type SystemAccount = 'ISSUANCE' | 'REDEMPTION' | 'BREAKAGE' | 'ENGINE';

/** One movement with both legs; never changed. */
export interface Posting {
  readonly account: Pick<Account, 'id' | 'bucket'>;
  /** 1, 2, 3 … within the account. */
  readonly seq: bigint;
  readonly kind: EntryKind;
  readonly contra: SystemAccount;
  /** Positive adds to the account and takes from contra; never zero. */
  readonly amount: Minor;
  readonly balanceAfter: Minor;
  /** The lots it put points into or took them from. */
  readonly lots: Lots;
  /** Of a reversal: the lots of the reversed posting that it gave back. */
  readonly originLots: Lots;
  readonly reversesSeq: bigint | null;
  readonly requestId: string;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
}

/** A command as it is remembered: its input's fingerprint and what came of it. */
export interface StoredRequest extends Receipt {
  readonly fingerprint: string;
  /** Null: accepted. */
  readonly rejection: Rejection | null;
}

export type HoldState = 'OPEN' | 'CAPTURED' | 'RELEASED' | 'TIMED_OUT';

/** Points set aside: they left the account's lots and count in its held. */
export interface Hold {
  readonly id: string;
  readonly account: Pick<Account, 'id' | 'bucket'>;
  readonly points: Minor;
  readonly captured: Minor;
  readonly lots: Lots;
  readonly state: HoldState;
  readonly expiresAt: Date | null;
  readonly openedAt: Date;
}

/** A posting that took points, and what of its lots was given back. */
export interface Reversible {
  readonly accountId: string;
  /** Where the points went, and come back from. */
  readonly contra: SystemAccount;
  readonly seq: bigint;
  readonly lots: Lots;
  readonly reversedLots: Lots;
}
