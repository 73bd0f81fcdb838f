import type { Failure, FailureType } from '../failure/failure.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { ResolversInterfaceTypes } from './generated/types.ts';

type AnyPointsError = ResolversInterfaceTypes<Record<string, unknown>>['PointsError'];

/** The graph's type of a failure: it has the same name. */
type PointsErrorOf<Type extends FailureType> = Extract<AnyPointsError, { readonly __typename: Type }>;

/** A use-case's failure as the graph's type of the same name. */
export function toPointsError<Refusal extends Failure>(failure: Refusal): PointsErrorOf<Refusal['type']> {
  // What it returns has the failure's own type for a name, which the compiler cannot follow through the switch.
  return pointsErrorOf(failure) as PointsErrorOf<Refusal['type']>;
}

function pointsErrorOf(failure: Failure): AnyPointsError {
  const { type, message } = failure;
  switch (type) {
    case 'InsufficientPoints': {
      const { available, requested, decimals } = failure;
      return {
        __typename: type,
        message,
        available: toJsonNumber(available, decimals),
        requested: toJsonNumber(requested, decimals),
      };
    }
    case 'PointsAccountNotActive':
      return { __typename: type, message, status: failure.status };
    case 'PointsAccountHasHolds':
      return { __typename: type, message, held: toJsonNumber(failure.held, failure.decimals) };
    case 'RedemptionNotReversible':
      return {
        __typename: type,
        message,
        reversiblePoints: toJsonNumber(failure.reversiblePoints, failure.decimals),
      };
    case 'LoyaltyEngineUnavailable':
      return { __typename: type, message, retryAfterSeconds: failure.retryAfterSeconds };
    case 'CurrencyRateNotFound':
      return { __typename: type, message, currencyCode: failure.currencyCode };
    case 'EarningCapExceeded':
      return { __typename: type, message, rule: failure.rule, limit: toJsonNumber(failure.limit, failure.decimals) };
    case 'EarningNotReversible':
      return { __typename: type, message, reversibleAmount: failure.reversibleAmount };
    case 'EarningRuleConflict':
      return { __typename: type, message, currentVersion: failure.currentVersion };
    case 'EngineConflict':
      return { __typename: type, message, currentVersion: failure.currentVersion };
    case 'EarningRefusedByEngine':
      return { __typename: type, message, reason: failure.reason };
    case 'EngineBusy':
      return { __typename: type, message, pending: failure.pending };
    case 'InvalidEngineSettings':
      return { __typename: type, message, problems: failure.problems };
    case 'EngineMembersShared':
      return { __typename: type, message, shared: failure.shared };
    case 'InvalidEarningRule':
      return { __typename: type, message, problems: failure.problems };
    default:
      return { __typename: type, message };
  }
}
