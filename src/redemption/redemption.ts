import type { Minor } from '../ledger/points.ts';

/** Points spent on a reward, as it stands now. */
export interface Redemption {
  readonly id: string;
  readonly accountId: string;
  readonly programId: string;
  readonly memberId: string;
  readonly decimals: number;
  readonly status: RedemptionStatus;
  readonly points: Minor;
  readonly reversedPoints: Minor;
  readonly rewardId: string | null;
  readonly orderId: string | null;
  readonly requestedAt: Date;
  readonly settledAt: Date | null;
}

export type RedemptionStatus = 'PENDING' | 'CONFIRMED' | 'DECLINED' | 'CANCELED' | 'PARTIALLY_REVERSED' | 'REVERSED';
