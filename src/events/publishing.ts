import type { AccountRef } from '../ledger/account.ts';
import type { EntryKind } from '../ledger/statement.ts';
import type { EventFormat } from './eventEndpoints.ts';
import type { PointsEvent } from './event.ts';
import type { EventType } from './eventTypes.ts';

/** An endpoint as far as publishing goes. A disabled one is among them: what it is told waits for it. */
export interface Listener {
  readonly id: string;
  readonly programId: string;
  /** Null: all. */
  readonly types: readonly EventType[] | null;
  readonly format: EventFormat;
  readonly createdAt: Date;
}

/** A row of the outbox; rows of releases that told no ranges have neither. */
export interface News {
  readonly id: bigint;
  readonly postings: Readonly<Record<string, readonly [from: number, to: number]>> | null;
  /** An engine's redemption that came to nothing. */
  readonly redemption: string | null;
}

/** New postings of an account, both ends included; empty: only its awards changed. */
export interface PostingRange {
  readonly accountId: string;
  readonly from: number;
  readonly to: number;
}

/** A posting with what its event tells. */
export interface NewPosting {
  readonly accountId: string;
  readonly programId: string;
  readonly memberId: string;
  readonly seq: bigint;
  readonly kind: EntryKind;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly requestId: string;
  /** Of what was captured, reversed, cleared or taken back. */
  readonly targetId: string | null;
  readonly details: Readonly<Record<string, string>>;
  /** Of the redemption that is reversed. */
  readonly targetDetails: Readonly<Record<string, string>>;
  /** The marketplace's transaction behind an award. */
  readonly transactionId: string | null;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
}

export interface DeclinedRedemption {
  readonly id: string;
  readonly programId: string;
  readonly memberId: string;
  readonly accountId: string;
  readonly points: bigint;
  readonly rewardId: string | null;
  readonly orderId: string | null;
  readonly declineReason: string;
  readonly settledAt: Date;
}

export interface AccountOfEvents extends AccountRef {
  readonly seq: bigint;
  readonly openedAt: Date;
}

/** One transaction of whoever is publishing: nobody else is while it lasts. */
export interface Publishing {
  /** They stay while it lasts. */
  listeners(): Promise<readonly Listener[]>;
  /** Rows that no transaction under way can get in front of, in their order. */
  news(most: number): Promise<readonly News[]>;
  drop(ids: readonly bigint[]): Promise<void>;
  /** In the order of the ranges; those of these programs. */
  postings(ranges: readonly PostingRange[], programIds: readonly string[]): Promise<readonly NewPosting[]>;
  declined(ids: readonly string[], programIds: readonly string[]): Promise<readonly DeclinedRedemption[]>;
  accounts(ids: readonly string[], programIds: readonly string[]): Promise<readonly AccountOfEvents[]>;
  /** The tiers that were told last, by account. */
  tiers(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  keepTiers(tiers: readonly { readonly account: AccountRef; readonly tier: string }[]): Promise<void>;
  /** Makes a delivery of each event for each listener that wants it, once; gives how many. In the order given. */
  deliver(events: readonly PointsEvent[], listeners: readonly Listener[]): Promise<number>;
}

/** Where events are made out of what was booked. */
export interface EventPublications {
  /** Null: somebody else is at it; with `wait` it waits for them instead. All of the work is done, or nothing. */
  exclusively<Value>(work: (publishing: Publishing) => Promise<Value>, wait?: boolean): Promise<Value | null>;
  /** Drops what nobody listens for, a bounded number of rows; gives how many. */
  dropUnheard(most: number): Promise<number>;
  hasListeners(): Promise<boolean>;
  /** Accounts of the programs behind one, in a fixed order. */
  walk(programIds: readonly string[], after: string | null, most: number): Promise<readonly AccountOfEvents[]>;
  /** Accounts with points that expire by a day, behind a place in the order of their next days. */
  expiring(
    programIds: readonly string[],
    until: number,
    after: ExpiryPlace,
    most: number,
  ): Promise<readonly ExpiringAccount[]>;
}

export interface ExpiryPlace {
  readonly nextExpiry: number;
  readonly bucket: number;
  readonly id: string;
}

export interface ExpiringAccount extends AccountRef, ExpiryPlace {
  readonly lots: readonly { readonly day: number; readonly points: bigint }[];
}
