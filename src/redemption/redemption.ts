import type { DeclineReason } from '../saga/sagaRow.ts';
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
  /** What the engine calls it; absent or null: our own ledger's, or the engine does not say. */
  readonly engineReference?: string | null;
  /** Of a declined one. Our own ledger declines at once, as a failure, and keeps no such redemption. */
  readonly declineReason?: DeclineReason | null;
}

export type RedemptionStatus = 'PENDING' | 'CONFIRMED' | 'DECLINED' | 'CANCELED' | 'PARTIALLY_REVERSED' | 'REVERSED';
