import type { Minor } from '../ledger/points.ts';

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
}

export type EarningKind = 'PURCHASE' | 'MILESTONE' | 'RECOGNITION' | 'CREDIT';
export type EarningStatus = 'PENDING' | 'POSTED' | 'DECLINED' | 'PARTIALLY_REVERSED' | 'REVERSED';

export interface EarningLine {
  readonly rule: string;
  readonly kind: 'BASE' | 'MULTIPLIER' | 'TIER_BONUS' | 'CAP';
  readonly points: Minor;
}
