import type { Money } from './transaction.ts';
import type { DecimalText, Minor } from '../ledger/points.ts';

/** Points earned, and how they came about. */
export interface Earning {
  readonly id: string;
  readonly accountId: string;
  readonly programId: string;
  readonly memberId: string;
  readonly decimals: number;
  readonly kind: EarningKind;
  readonly transactionId: string | null;
  readonly status: EarningStatus;
  readonly points: Minor;
  readonly reversedPoints: Minor;
  /** The sum is exactly points. */
  readonly breakdown: readonly EarningLine[];
  readonly occurredAt: Date;
  /** Null: it is posted, or waits for a signal alone. */
  readonly clearsAt: Date | null;
  /** What is left of the transaction's amount after reversals; null: it had none. */
  readonly remainingAmount: Money | null;
  /** The engine has not said what it awards: points is 0 until then, and says nothing. Absent: it is known. */
  readonly isUntold?: boolean;
  /** What the engine calls it; absent or null: our own ledger's, or the engine does not say. */
  readonly engineReference?: string | null;
  /** Of a declined one, which only engines' programs have: our own ledger refuses at once. */
  readonly declineReason?: EarningDeclineReason | null;
}

export type EarningDeclineReason = 'ACCOUNT_NOT_ACTIVE' | 'MEMBER_UNKNOWN' | 'REFUSED' | 'UNAVAILABLE';

export type EarningKind = 'PURCHASE' | 'MILESTONE' | 'RECOGNITION' | 'CREDIT';
export type EarningStatus = 'PENDING' | 'POSTED' | 'DECLINED' | 'PARTIALLY_REVERSED' | 'REVERSED';

export interface EarningLine {
  /** The rule's id; `credit` for a plain credit, `rounding` for what rounding made of the sum. */
  readonly rule: string;
  readonly kind: 'BASE' | 'MULTIPLIER' | 'TIER_BONUS' | 'CAP' | 'ROUNDING';
  /** Exact, possibly with more decimals than the program's points have. */
  readonly points: DecimalText;
}
