import type { FailureOf } from '../../failure/failure.ts';
import { PlumProblem } from './plumProblem.ts';

type Answered =
  | 'InvalidPointsAmount'
  | 'PointsAccountNotFound'
  | 'RedemptionNotFound'
  | 'IdempotencyKeyConflict'
  | 'InsufficientPoints'
  | 'PointsAccountNotActive'
  | 'RedemptionNotReversible'
  | 'LoyaltyEngineUnavailable';

/** The storefront's words for a use-case's refusal, where the graph's would mislead. */
export type PlumMessages = Partial<Record<Answered, string>>;

const ANSWERS: Readonly<Record<Answered, readonly [httpStatus: number, code: string]>> = {
  InvalidPointsAmount: [400, 'INVALID_POINTS'],
  PointsAccountNotFound: [404, 'UNKNOWN_MEMBER'],
  RedemptionNotFound: [404, 'UNKNOWN_ORDER'],
  IdempotencyKeyConflict: [409, 'CONFLICT'],
  InsufficientPoints: [422, 'INSUFFICIENT_POINTS'],
  PointsAccountNotActive: [422, 'ACCOUNT_NOT_ACTIVE'],
  RedemptionNotReversible: [422, 'NOT_REFUNDABLE'],
  LoyaltyEngineUnavailable: [503, 'UNAVAILABLE'],
};

/** A use-case's refusal as the storefront is told of it. */
export function problemOf(failure: FailureOf<Answered>, messages: PlumMessages = {}): PlumProblem {
  const [httpStatus, code] = ANSWERS[failure.type];
  return new PlumProblem(httpStatus, code, messages[failure.type] ?? failure.message);
}
