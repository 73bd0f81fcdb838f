import type { AccountRef } from './account.ts';
import type { Counter, CounterAdd } from './counters.ts';
import type { Day } from './day.ts';
import type { Rejection } from './outcome.ts';
import type { Minor } from './points.ts';

/** When awarded points can be spent: at once, on a signal alone, or at an instant or an earlier signal. */
export type Clearing = 'AT_ONCE' | 'ON_SIGNAL' | Date;

/** What rules make of a transaction; `facts` is JSON text, kept for ever with the award. */
export type Assessment =
  | {
      readonly points: Minor;
      readonly adds: readonly CounterAdd[];
      readonly clearing: Clearing;
      readonly facts: string;
    }
  | { readonly rejection: Rejection };

/** What taking back comes to; `memo` is JSON text that replaces the award's. Points: at most what is left of it. */
export type Reassessment =
  | { readonly points: Minor; readonly adds: readonly CounterAdd[]; readonly memo: string }
  | { readonly rejection: Rejection };

/** Pure, and told the counters that the command reads, as they are under the locks. May be asked more than once. */
export type Assess = (counters: readonly Counter[]) => Assessment;
/** Pure, and told the award as it is under its account's lock. May be asked more than once. */
export type Reassess = (award: Award) => Reassessment;

/** What to do about taken-back points that the member has spent already. */
export type Shortfall = 'WITHIN_BALANCE' | 'DEBT' | 'REFUSE';

/** What rules gave for one transaction, as it stands now. */
export interface Award {
  /** Of the request that recorded it. */
  readonly id: string;
  readonly account: Pick<AccountRef, 'id' | 'bucket'>;
  /** 1, 2, 3 … within the account; with afterSeq it says where among the account's earnings it stands. */
  readonly number: bigint;
  /** The account's newest posting before it. */
  readonly afterSeq: bigint;
  readonly points: Minor;
  /** Taken back so far: canceled while it was pending, forgiven, taken by postings, or owed as debt. */
  readonly reversed: Minor;
  readonly canceled: Minor;
  readonly forgiven: Minor;
  readonly state: 'PENDING' | 'POSTED';
  /** When it clears by itself; null: it is posted, or waits for a signal. */
  readonly clearsAt: Date | null;
  /** The posting that gave the points; null: none yet, or there were none to give. */
  readonly seq: bigint | null;
  readonly facts: string;
  readonly memo: string | null;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
}

/** An award as the ledger works with it. */
export interface StoredAward extends Award {
  /** The day of the lot that its posting gave; null: it has no posting. */
  readonly lotDay: Day | null;
}
