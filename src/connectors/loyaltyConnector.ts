import type { DecimalText } from '../ledger/points.ts';
import type { EngineMessage, NewsReading } from './engineNews.ts';

/** What an engine can do, which differs widely. The redemption's saga acts on it alone, never on the engine's name. */
export interface Capabilities {
  /**
   * How a debit whose answer was lost becomes certain. `resend`: by sending the same reference again, which debits once.
   * `lookup`: by asking for the reference; never resent. `cancel`: by reversing the reference until it is acknowledged,
   * which leaves a tombstone. `none`: from a balance and a history without our reference, which is never certain.
   */
  readonly certainty: 'resend' | 'lookup' | 'cancel' | 'none';
  /** Milliseconds after which a reference may not be resent any more; null: for ever. Of `resend` alone. */
  readonly resendWithin: number | null;
  /** Milliseconds after its call by which a debit is visible to a lookup, if it was taken. Of `lookup` alone. */
  readonly settlesWithin: number | null;
  /** Whether a debit's first answer can be "accepted", to be asked for later. */
  readonly isAsynchronous: boolean;
  readonly reversal: 'none' | 'full' | 'partial';
  /** Whether earnings can be handed over, and whether the answer says what was awarded. */
  readonly earning: 'none' | 'blind' | 'told';
  /**
   * Milliseconds for which a transaction may be handed over again under its reference, and earns once; null: for ever.
   * 0: not at all, so that an earning whose answer was lost can never become certain.
   */
  readonly earnsOnceFor: number | null;
  readonly fractionalPoints: boolean;
  readonly batchBalances: boolean;
  readonly history: boolean;
  /** Calls for one member must not overlap. */
  readonly oneAtATimePerMember: boolean;
}

/** A member as the engine knows them: the result of the program's mapping. */
export interface EngineMember {
  readonly id: string;
}

export interface EngineBalance {
  /** Never negative: an engine's negative balance is none. */
  readonly available: DecimalText;
  readonly pending: DecimalText;
}

export interface EngineDebit {
  readonly member: EngineMember;
  /** More than zero. */
  readonly points: DecimalText;
  /** The redemption's id: the same on every attempt, never used for another debit. */
  readonly reference: string;
  readonly orderId: string | null;
  readonly rewardId: string | null;
}

export interface EngineReversal {
  readonly member: EngineMember;
  /** The debit's. */
  readonly reference: string;
  /** What the engine called the debit; null: it never said. */
  readonly engineReference: string | null;
  /** The reversal's own id: the same on every attempt. */
  readonly reversalReference: string;
  /** What the debit took, and how much of it to give back. */
  readonly debited: DecimalText;
  readonly points: DecimalText;
}

export interface EngineTransaction {
  readonly member: EngineMember;
  /** The earning's id: the same on every attempt, never used for another transaction. */
  readonly reference: string;
  /** The marketplace's id of it, by which people look it up. */
  readonly transactionId: string;
  readonly kind: 'PURCHASE' | 'MILESTONE' | 'RECOGNITION';
  readonly amount: { readonly amount: DecimalText; readonly currencyCode: string } | null;
  readonly category: string | null;
  readonly merchantId: string | null;
  readonly occurredAt: Date;
}

/**
 * What a call that changes something came to.
 * `done`: a body that was understood says so. `accepted`: taken in, to be looked up. `refused`: a business reason that
 * was recognized. `notSent`: certainly not processed, so it may simply be sent again. `unknown`: everything else.
 */
export type CallOutcome<Done> =
  | { readonly status: 'done'; readonly value: Done }
  | { readonly status: 'accepted'; readonly engineReference: string | null }
  | { readonly status: 'refused'; readonly reason: RefusalReason; readonly words: string }
  /** Milliseconds that the engine asked to wait. */
  | { readonly status: 'notSent'; readonly words: string; readonly retryAfter: number | null }
  | { readonly status: 'unknown'; readonly words: string };

export type RefusalReason =
  | 'INSUFFICIENT_POINTS'
  | 'MEMBER_UNKNOWN'
  | 'MEMBER_NOT_ACTIVE'
  | 'NOT_REVERSIBLE'
  | 'ALREADY_REVERSED'
  /** The reference was used for something else. */
  | 'REFERENCE_CONFLICT'
  | 'REFUSED';

export interface Debited {
  /** What the engine calls it; null: it does not say. */
  readonly engineReference: string | null;
}
export interface Earned {
  /** Null: the engine does not say; it arrives later. */
  readonly points: DecimalText | null;
  readonly engineReference: string | null;
}

/** What a lookup by reference found. `unknown`: it could not be asked, or the answer was not understood. */
export type LookupOutcome =
  | { readonly status: 'found'; readonly engineReference: string | null }
  | { readonly status: 'pending' }
  | { readonly status: 'rejected'; readonly words: string }
  | { readonly status: 'absent' }
  | { readonly status: 'unknown'; readonly words: string };

/** A movement in the engine's own history. */
export interface EngineMovement {
  readonly engineReference: string;
  /** Ours, where the engine keeps it. */
  readonly reference: string | null;
  /** Positive adds, negative takes. */
  readonly points: DecimalText;
  readonly occurredAt: Date;
  readonly words: string | null;
}

/** A way into an engine's storefront, of one member. */
export interface StorefrontSession {
  /** Where to send the member's browser. It lets its bearer in: it goes to the member alone, and into no log. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** A shop of the engine's, where members spend their points by themselves. */
export interface Storefront {
  /**
   * Begins a session of the member's. Who they are is what the engine knows of them, and nothing that a caller says.
   * Beginning one again harms nothing, so an unknown outcome may simply be repeated.
   */
  session(member: EngineMember, signal: AbortSignal): Promise<CallOutcome<StorefrontSession>>;
}

/** One thing that was tried when an operator checked the connection, in words for them. */
export interface CheckStep {
  readonly name: string;
  readonly ok: boolean;
  readonly words: string;
}

/** An engine could not be asked, or its answer was not understood: reads throw it. */
export class EngineUnavailable extends Error {
  constructor(words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'EngineUnavailable';
  }
}

/**
 * A loyalty engine as this service uses it. A connector calls and classifies; it keeps no state that matters, retries no
 * call that changes something, and never throws from one. The signal carries the caller's deadline.
 */
export interface LoyaltyConnector {
  readonly capabilities: Capabilities;
  /**
   * The balances in the order asked, one call where the engine has a batch. Null: the engine does not know the member.
   * An Error in the place of one that could not be asked. An answer about another member is such an error.
   */
  balances(
    members: readonly EngineMember[],
    signal: AbortSignal,
  ): Promise<readonly (EngineBalance | null | EngineUnavailable)[]>;
  debit(debit: EngineDebit, signal: AbortSignal): Promise<CallOutcome<Debited>>;
  /** Of `lookup` engines, and of asynchronous ones. */
  lookup?(debit: EngineDebit, signal: AbortSignal): Promise<LookupOutcome>;
  /**
   * Absent where capabilities.reversal is `none`. It may be repeated until it is acknowledged, and gives back once; of
   * `lookup` engines only when settlesWithin is over since the attempt before, as it looks for that one first.
   */
  reverse?(reversal: EngineReversal, signal: AbortSignal): Promise<CallOutcome<Debited>>;
  /** Absent where capabilities.earning is `none`. */
  earn?(transaction: EngineTransaction, signal: AbortSignal): Promise<CallOutcome<Earned>>;
  /** A member's movements of a time, oldest first. Throws EngineUnavailable. Absent where there is no history. */
  history?(member: EngineMember, from: Date, to: Date, signal: AbortSignal): Promise<readonly EngineMovement[]>;
  /** Verifies a message of the engine's in the engine's own way, and reads it. Absent where it sends none. Never throws. */
  news?(message: EngineMessage): NewsReading;
  /** Absent where engines of this kind have none; null: this one's is not configured. */
  readonly storefront?: Storefront | null;
  /** Tries what can be tried without changing anything, and says in words what is wrong and where to mend it. */
  check(signal: AbortSignal): Promise<readonly CheckStep[]>;
  close(): Promise<void>;
}
