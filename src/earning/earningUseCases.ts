import type { Viewer } from '../access/viewer.ts';
import type { Result } from '../failure/failure.ts';
import type { Clearing } from '../ledger/award.ts';
import type { Delivery } from '../ledger/command.ts';
import type { DecimalText, Minor } from '../ledger/points.ts';
import type { Earning, EarningLine } from './earning.ts';
import type { RuleVersion } from './earningRules.ts';
import type { TransactionKind } from './transaction.ts';

export interface EarnPointsInput {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly programId?: string | null | undefined;
  readonly points: DecimalText;
  readonly reason?: string | null | undefined;
}
export type EarnPointsResult = Result<
  Earning,
  | 'EarningBelongsToEngine'
  | 'PointsAccountNotFound'
  | 'PointsAccountNotActive'
  | 'IdempotencyKeyConflict'
  | 'InvalidPointsAmount'
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
  | 'EarningBelongsToEngine'
  | 'EarningRefusedByEngine'
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
  | 'EarningBelongsToEngine'
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

/** What can be done with earnings, and with the rules that decide them. See UseCases for what all of them have in common. */
export interface EarningUseCases {
  /** Needs points:earn, and a token for every member of the program: a member does not credit themselves. */
  earnPoints(viewer: Viewer, input: EarnPointsInput): Promise<EarnPointsResult>;
  /**
   * Needs points:earn, and a token for every member of the program. A transaction that no rule matches is recorded with
   * 0 points. In a program with an engine it is handed over, and is PENDING until the engine says what it awards. With a
   * delivery, the message is kept in the inbox with it, in one transaction.
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
}
