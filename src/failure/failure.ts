import type { EarningDeclineReason } from '../earning/earning.ts';
import type { AccountStatus } from '../ledger/account.ts';
import type { DecimalText, Minor } from '../ledger/points.ts';

interface FailureBase {
  /** For a person: what is wrong and what would be right. */
  readonly message: string;
}

/** A refusal that a client can act on, named like its type in the graph. */
export type Failure =
  | (FailureBase & {
      readonly type: 'InsufficientPoints';
      readonly available: Minor;
      readonly requested: Minor;
      readonly decimals: number;
    })
  | (FailureBase & { readonly type: 'PointsAccountNotFound' })
  | (FailureBase & { readonly type: 'PointsAccountNotActive'; readonly status: AccountStatus })
  | (FailureBase & { readonly type: 'PointsAccountHasHolds'; readonly held: Minor; readonly decimals: number })
  | (FailureBase & { readonly type: 'IdempotencyKeyConflict' })
  | (FailureBase & { readonly type: 'InvalidPointsAmount' })
  | (FailureBase & { readonly type: 'InvalidTransactionAmount' })
  | (FailureBase & { readonly type: 'CurrencyRateNotFound'; readonly currencyCode: string })
  | (FailureBase & {
      readonly type: 'EarningCapExceeded';
      readonly rule: string;
      readonly limit: Minor;
      readonly decimals: number;
    })
  | (FailureBase & { readonly type: 'EarningNotFound' })
  | (FailureBase & { readonly type: 'EarningNotPending' })
  /** reversibleAmount: what is left of the transaction's amount; null: it has none, or nothing is left. */
  | (FailureBase & { readonly type: 'EarningNotReversible'; readonly reversibleAmount: DecimalText | null })
  | (FailureBase & { readonly type: 'ProgramNotFound' })
  | (FailureBase & { readonly type: 'EarningRuleNotFound' })
  | (FailureBase & { readonly type: 'EarningRuleConflict'; readonly currentVersion: number })
  | (FailureBase & {
      readonly type: 'InvalidEarningRule';
      /** Where in the definition, like "award.rates[0].points", and what is wrong there. */
      readonly problems: readonly { readonly path: string; readonly message: string }[];
    })
  | (FailureBase & { readonly type: 'EncryptionKeysMissing' })
  | (FailureBase & { readonly type: 'EarningBelongsToEngine' })
  | (FailureBase & { readonly type: 'EarningRefusedByEngine'; readonly reason: EarningDeclineReason })
  | (FailureBase & { readonly type: 'EngineNotFound' })
  | (FailureBase & { readonly type: 'EngineConflict'; readonly currentVersion: number })
  | (FailureBase & { readonly type: 'EngineBusy'; readonly pending: number })
  | (FailureBase & {
      readonly type: 'InvalidEngineSettings';
      /** Where in the input, like "settings.baseUrl", and what is wrong there. */
      readonly problems: readonly { readonly path: string; readonly message: string }[];
    })
  | (FailureBase & {
      readonly type: 'EngineMembersShared';
      readonly shared: readonly { readonly engineMemberId: string; readonly memberIds: readonly string[] }[];
    })
  | (FailureBase & { readonly type: 'StorefrontNotFound' })
  | (FailureBase & { readonly type: 'StorefrontNotConfigured' })
  | (FailureBase & { readonly type: 'StorefrontRefused' })
  | (FailureBase & { readonly type: 'RedemptionNotFound' })
  /** retryAfterSeconds: when it is worth asking again; null: not before an operator changed something. */
  | (FailureBase & { readonly type: 'LoyaltyEngineUnavailable'; readonly retryAfterSeconds: number | null })
  | (FailureBase & {
      readonly type: 'RedemptionNotReversible';
      readonly reversiblePoints: Minor;
      readonly decimals: number;
    });

export type FailureType = Failure['type'];
export type FailureOf<Type extends FailureType> = Extract<Failure, { readonly type: Type }>;

/** What a use-case answers: its result, or one of the failures that it names. */
export type Result<Value, Type extends FailureType> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: FailureOf<Type> };

/** An input that no program could accept: a key that is too long, an id with control characters. Thrown. */
export class BadInput extends Error {
  /** The input's field, like "input.memberId". */
  readonly field: string;
  constructor(field: string, problem: string) {
    super(`${field} ${problem}`);
    this.name = 'BadInput';
    this.field = field;
  }
}
