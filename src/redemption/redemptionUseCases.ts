import type { Viewer } from '../access/viewer.ts';
import type { Result } from '../failure/failure.ts';
import type { DecimalText } from '../ledger/points.ts';
import type { Redemption } from './redemption.ts';

export interface RedeemPointsInput {
  readonly idempotencyKey: string;
  readonly memberId: string;
  /** Null: the deployment's default program. */
  readonly programId?: string | null | undefined;
  readonly points: DecimalText;
  readonly rewardId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
}
export type RedeemPointsResult = Result<
  Redemption,
  | 'InsufficientPoints'
  | 'PointsAccountNotFound'
  | 'PointsAccountNotActive'
  | 'IdempotencyKeyConflict'
  | 'InvalidPointsAmount'
  | 'LoyaltyEngineUnavailable'
>;

export interface ReverseRedemptionInput {
  readonly idempotencyKey: string;
  readonly redemptionId: string;
  /** Null: all that is left. */
  readonly points?: DecimalText | null | undefined;
  readonly reason?: string | null | undefined;
}
export type ReverseRedemptionResult = Result<
  Redemption,
  | 'RedemptionNotFound'
  | 'RedemptionNotReversible'
  | 'IdempotencyKeyConflict'
  | 'InvalidPointsAmount'
  | 'LoyaltyEngineUnavailable'
>;

/** What can be done with redemptions. See UseCases for what all of them have in common. */
export interface RedemptionUseCases {
  /** Needs points:redeem. A member's own token spends that member's points alone. */
  redeemPoints(viewer: Viewer, input: RedeemPointsInput, scope?: 'graph' | 'plum'): Promise<RedeemPointsResult>;
  /** Needs points:redeem, and a token for every member of the program: a member does not refund themselves. */
  reverseRedemption(
    viewer: Viewer,
    input: ReverseRedemptionInput,
    scope?: 'graph' | 'plum',
  ): Promise<ReverseRedemptionResult>;
}
