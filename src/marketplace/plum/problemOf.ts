import type { Failure, FailureType } from '../../failure/failure.ts';
import { PlumProblem } from './plumProblem.ts';

/** The storefront's words for a use-case's refusal, where the graph's would mislead. */
export type PlumMessages = Partial<Record<FailureType, string>>;

const ANSWERS: Readonly<Record<FailureType, readonly [httpStatus: number, code: string]>> = {
  InvalidPointsAmount: [400, 'INVALID_POINTS'],
  PointsAccountNotFound: [404, 'UNKNOWN_MEMBER'],
  RedemptionNotFound: [404, 'UNKNOWN_ORDER'],
  IdempotencyKeyConflict: [409, 'CONFLICT'],
  InsufficientPoints: [422, 'INSUFFICIENT_POINTS'],
  PointsAccountNotActive: [422, 'ACCOUNT_NOT_ACTIVE'],
  PointsAccountHasHolds: [422, 'ACCOUNT_HAS_HOLDS'],
  RedemptionNotReversible: [422, 'NOT_REFUNDABLE'],
};

/** A use-case's refusal as the storefront is told of it. */
export function problemOf(failure: Failure, messages: PlumMessages = {}): PlumProblem {
  const [httpStatus, code] = ANSWERS[failure.type];
  return new PlumProblem(httpStatus, code, messages[failure.type] ?? failure.message);
}
