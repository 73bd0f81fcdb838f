import type { Viewer } from './access/viewer.ts';
import type { CheckStep } from './connectors/loyaltyConnector.ts';
import type { MemberMapping } from './engines/memberMapping.ts';
import type { ConfiguredEngine } from './engines/programEngines.ts';
import type { Account, AccountStatus } from './ledger/account.ts';
import type { Clearing } from './ledger/award.ts';
import type { Delivery } from './ledger/command.ts';
import type { DecimalText, Minor } from './ledger/points.ts';
import type { Earning, EarningLine } from './earning/earning.ts';
import type { RuleVersion } from './earning/earningRules.ts';
import type { TransactionKind } from './earning/transaction.ts';
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

export interface RecordTransactionInput {
  /** Unique for ever within the program: the identity of the earning. */
  readonly transactionId: string;
  readonly memberId: string;
  readonly programId?: string | null | undefined;
  readonly kind: TransactionKind;
  readonly amount?: { readonly amount: string; readonly currencyCode: string } | null | undefined;
  readonly category?: string | null | undefined;
  readonly merchantId?: string | null | undefined;
  /** Null: now. */
  readonly occurredAt?: Date | null | undefined;
}
export type RecordTransactionResult = Result<
  Earning,
  | 'PointsAccountNotFound'
  | 'PointsAccountNotActive'
  | 'IdempotencyKeyConflict'
  | 'InvalidPointsAmount'
  | 'InvalidTransactionAmount'
  | 'CurrencyRateNotFound'
  | 'EarningCapExceeded'
>;

/** An earning by its id, or by the transaction that it was recorded from. */
export type EarningKey =
  { readonly earningId: string } | { readonly programId?: string | null | undefined; readonly transactionId: string };

export interface ReverseEarningInput {
  readonly idempotencyKey: string;
  readonly earning: EarningKey;
  /** A part of the transaction's amount, in its currency; null: all that is left. */
  readonly amount?: { readonly amount: string; readonly currencyCode: string } | null | undefined;
  readonly reason?: string | null | undefined;
}
export type ReverseEarningResult = Result<
  Earning,
  | 'EarningNotFound'
  | 'EarningNotReversible'
  | 'InsufficientPoints'
  | 'InvalidTransactionAmount'
  | 'PointsAccountNotActive'
  | 'IdempotencyKeyConflict'
>;

export type ClearEarningResult = Result<
  Earning,
  'EarningNotFound' | 'EarningNotPending' | 'PointsAccountNotActive' | 'InvalidPointsAmount' | 'IdempotencyKeyConflict'
>;

/** What a transaction would earn; nothing is written. */
export interface EarningSimulation {
  readonly points: Minor;
  readonly decimals: number;
  readonly breakdown: readonly EarningLine[];
  /** The member's tier when the transaction occurred; null: the program has none. */
  readonly tier: string | null;
  readonly clearing: Clearing;
}
export interface SimulateEarningInput {
  readonly transaction: Omit<RecordTransactionInput, 'transactionId'>;
  /** Needs points:admin. In place of, or beside, the rules of their ids. */
  readonly drafts?: readonly { readonly ruleId: string; readonly definition: unknown }[] | null | undefined;
}
export type SimulateEarningResult = Result<
  EarningSimulation,
  | 'PointsAccountNotFound'
  | 'PointsAccountNotActive'
  | 'InvalidPointsAmount'
  | 'InvalidTransactionAmount'
  | 'CurrencyRateNotFound'
  | 'EarningCapExceeded'
  | 'InvalidEarningRule'
>;

export interface ChangeEarningRuleInput {
  readonly programId?: string | null | undefined;
  readonly ruleId: string;
  /** 0 for a new rule. */
  readonly expectedVersion: number;
  /** Checked here, against the shape of a RuleDefinition and against the program's other rules; null retires. */
  readonly definition: unknown;
  /** Null: at once. */
  readonly effectiveFrom?: Date | null | undefined;
  readonly reason?: string | null | undefined;
}
export type ChangeEarningRuleResult = Result<
  RuleVersion,
  'ProgramNotFound' | 'EarningRuleNotFound' | 'EarningRuleConflict' | 'InvalidEarningRule'
>;

export interface ConfigureEngineInput {
  readonly programId?: string | null | undefined;
  /** Null: whatever is configured is replaced; 0: the program never had an engine. */
  readonly expectedVersion?: number | null | undefined;
  readonly kind: string;
  /** Checked here, against the kind's schema. */
  readonly settings: unknown;
  /** Null: those that are kept, as long as kind and base URL stay. */
  readonly secrets?: unknown;
  /** Null: as it is; for a new engine the same id. */
  readonly mapping?: MemberMapping | null | undefined;
  /** Null: as it is; for a new engine false. */
  readonly acceptsUncertainty?: boolean | null | undefined;
}
export type ConfigureEngineResult = Result<
  ConfiguredEngine,
  'ProgramNotFound' | 'EngineConflict' | 'EngineBusy' | 'InvalidEngineSettings' | 'EncryptionKeysMissing'
>;

export interface RemoveEngineInput {
  readonly programId?: string | null | undefined;
  /** Null: whatever is configured is removed. */
  readonly expectedVersion?: number | null | undefined;
}
export type RemoveEngineResult = Result<
  { readonly programId: string },
  'ProgramNotFound' | 'EngineNotFound' | 'EngineConflict' | 'EngineBusy'
>;

export interface CheckEngineInput {
  readonly programId?: string | null | undefined;
  /** Whose balance is read, to check the mapping. */
  readonly memberId?: string | null | undefined;
}
export type CheckEngineResult = Result<
  { readonly engine: ConfiguredEngine; readonly steps: readonly CheckStep[] },
  'ProgramNotFound' | 'EngineNotFound'
>;

export interface ImportEngineMembersInput {
  readonly programId?: string | null | undefined;
  /** Up to 10,000, each member once. */
  readonly members: readonly { readonly memberId: string; readonly engineMemberId?: string | null | undefined }[];
}
export type ImportEngineMembersResult = Result<
  { readonly programId: string; readonly saved: number; readonly takenAway: number },
  'ProgramNotFound' | 'EngineMembersShared'
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
  /**
   * Needs points:earn, and a token for every member of the program. A transaction that no rule matches is recorded with
   * 0 points. With a delivery, the message is kept in the inbox with it, in one transaction.
   */
  recordTransaction(
    viewer: Viewer,
    input: RecordTransactionInput,
    delivery?: Delivery,
  ): Promise<RecordTransactionResult>;
  /**
   * Up to 1,000 at once, each on its own: an outcome or what it would have thrown, in the order given. Never rejects
   * for one of them.
   */
  recordTransactions(
    viewer: Viewer,
    inputs: readonly RecordTransactionInput[],
  ): Promise<readonly (RecordTransactionResult | Error)[]>;
  /** Needs points:earn, and a token for every member of the program. */
  reverseEarning(viewer: Viewer, input: ReverseEarningInput, delivery?: Delivery): Promise<ReverseEarningResult>;
  /** Makes a pending earning's points spendable. A second time it answers alike. Needs points:earn, as above. */
  clearEarning(viewer: Viewer, earning: EarningKey, delivery?: Delivery): Promise<ClearEarningResult>;
  /** Needs points:read; with drafts points:admin and a token for every member of the program. */
  simulateEarning(viewer: Viewer, input: SimulateEarningInput): Promise<SimulateEarningResult>;
  /** Needs points:admin, and a token for every member of the program. */
  changeEarningRule(viewer: Viewer, input: ChangeEarningRuleInput): Promise<ChangeEarningRuleResult>;
  /** Needs points:admin, and a token for every member of the program. PointsAccountNotActive: closed is final. */
  changePointsAccountStatus(
    viewer: Viewer,
    input: ChangePointsAccountStatusInput,
  ): Promise<ChangePointsAccountStatusResult>;
  /** Needs points:admin, and a token for every member of the program, as the three below. */
  configureEngine(viewer: Viewer, input: ConfigureEngineInput): Promise<ConfigureEngineResult>;
  /** The program's points are then our own ledger's again, as they stand there. */
  removeEngine(viewer: Viewer, input: RemoveEngineInput): Promise<RemoveEngineResult>;
  /** Calls the engine and changes nothing. What is wrong is a step that is not ok, and no failure. */
  checkEngine(viewer: Viewer, input: CheckEngineInput): Promise<CheckEngineResult>;
  /** All of them or none. */
  importEngineMembers(viewer: Viewer, input: ImportEngineMembersInput): Promise<ImportEngineMembersResult>;
}
