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
  'PointsAccountNotFound' | 'PointsAccountNotActive' | 'PointsAccountHasHolds' | 'IdempotencyKeyConflict'
>;

/**
 * What can be done with points, named like the graph's mutations. The graph and the storefront call the same ones.
 *
 * Each throws Forbidden for a token that may never do it, BadInput naming the field for an input that no program
 * could accept, and LedgerUnavailable when the outcome is unknown: repeating it with the same key is safe. What the
 * viewer does not reach answers like what does not exist. An idempotency key is unique within the program and the
 * scope: `graph` for the graph's callers, `plum` for the storefront's.
 */
export interface UseCases {
  /** Needs points:redeem. A member's own token spends that member's points alone. */
  redeemPoints(viewer: Viewer, input: RedeemPointsInput, scope?: 'graph' | 'plum'): Promise<RedeemPointsResult>;
  /** Needs points:redeem, and a token for every member of the program: a member does not refund themselves. */
  reverseRedemption(
    viewer: Viewer,
    input: ReverseRedemptionInput,
    scope?: 'graph' | 'plum',
  ): Promise<ReverseRedemptionResult>;
  /** Needs points:earn, and a token for every member of the program: a member does not credit themselves. */
  earnPoints(viewer: Viewer, input: EarnPointsInput): Promise<EarnPointsResult>;
  /** Needs points:admin, and a token for every member of the program. PointsAccountNotActive: closed is final. */
  changePointsAccountStatus(
    viewer: Viewer,
    input: ChangePointsAccountStatusInput,
  ): Promise<ChangePointsAccountStatusResult>;
}
