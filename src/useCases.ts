import type { Viewer } from './access/viewer.ts';
import type { Account, AccountStatus } from './ledger/account.ts';
import type { DecimalText } from './ledger/points.ts';
import type { Earning } from './earning/earning.ts';
import type { Result } from './failure/failure.ts';
import type { Redemption } from './redemption/redemption.ts';

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
  'RedemptionNotFound' | 'RedemptionNotReversible' | 'IdempotencyKeyConflict' | 'InvalidPointsAmount'
>;

export interface EarnPointsInput {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly programId?: string | null | undefined;
  readonly points: DecimalText;
  readonly reason?: string | null | undefined;
}
export type EarnPointsResult = Result<
  Earning,
  'PointsAccountNotFound' | 'PointsAccountNotActive' | 'IdempotencyKeyConflict' | 'InvalidPointsAmount'
>;

export interface ChangePointsAccountStatusInput {
  readonly idempotencyKey: string;
  readonly accountId: string;
  readonly status: AccountStatus;
  readonly reason?: string | null | undefined;
}
export type ChangePointsAccountStatusResult = Result<
  Account,
  'PointsAccountNotFound' | 'PointsAccountHasHolds' | 'IdempotencyKeyConflict'
>;

/** What can be done with points, named like the graph's mutations. The graph and the storefront call the same ones. */
export interface UseCases {
  /** Needs points:redeem. */
  redeemPoints(viewer: Viewer, input: RedeemPointsInput, scope?: 'graph' | 'plum'): Promise<RedeemPointsResult>;
  /** Needs points:redeem, and a token for every member of the program: a member does not refund themselves. */
  reverseRedemption(
    viewer: Viewer,
    input: ReverseRedemptionInput,
    scope?: 'graph' | 'plum',
  ): Promise<ReverseRedemptionResult>;
  /** Needs points:earn. */
  earnPoints(viewer: Viewer, input: EarnPointsInput): Promise<EarnPointsResult>;
  /** Needs points:admin. */
  changePointsAccountStatus(
    viewer: Viewer,
    input: ChangePointsAccountStatusInput,
  ): Promise<ChangePointsAccountStatusResult>;
}
