import type { AccountStatus } from '../ledger/account.ts';
import type { Minor } from '../ledger/points.ts';

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
  | (FailureBase & { readonly type: 'RedemptionNotFound' })
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
