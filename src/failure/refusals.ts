import type { AccountStatus } from '../ledger/account.ts';
import type { Rejection } from '../ledger/outcome.ts';
import { formatMinor, type Minor } from '../ledger/points.ts';
import type { FailureOf, FailureType } from './failure.ts';

/** What a use-case answers when it refuses. */
export interface Refused<Type extends FailureType> {
  readonly ok: false;
  readonly failure: FailureOf<Type>;
}

export function accountNotFound(): Refused<'PointsAccountNotFound'> {
  return { ok: false, failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' } };
}

export function accountNotActive(status: AccountStatus): Refused<'PointsAccountNotActive'> {
  const message = `The points account is ${status.toLowerCase()}.`;
  return { ok: false, failure: { type: 'PointsAccountNotActive', message, status } };
}

export function accountHasHolds(held: Minor, decimals: number): Refused<'PointsAccountHasHolds'> {
  const message = `${formatMinor(held, decimals)} points are held. Capture or release the holds first.`;
  return { ok: false, failure: { type: 'PointsAccountHasHolds', message, held, decimals } };
}

export function insufficientPoints(
  { available, requested }: Extract<Rejection, { code: 'INSUFFICIENT_POINTS' }>,
  decimals: number,
): Refused<'InsufficientPoints'> {
  const message = `${formatMinor(available, decimals)} points were available, ${formatMinor(requested, decimals)} were asked for.`;
  return { ok: false, failure: { type: 'InsufficientPoints', message, available, requested, decimals } };
}

export function keyConflict(): Refused<'IdempotencyKeyConflict'> {
  const message = 'The idempotency key was used before with another input. Use a new key for a new request.';
  return { ok: false, failure: { type: 'IdempotencyKeyConflict', message } };
}

export function invalidAmount(message: string): Refused<'InvalidPointsAmount'> {
  return { ok: false, failure: { type: 'InvalidPointsAmount', message } };
}

/** The account would own more points than can be told exactly. */
export function balanceLimit(greatest: Minor, decimals: number): Refused<'InvalidPointsAmount'> {
  return invalidAmount(`The account can own at most ${formatMinor(greatest, decimals)} points.`);
}

export function redemptionNotFound(): Refused<'RedemptionNotFound'> {
  return { ok: false, failure: { type: 'RedemptionNotFound', message: 'There is no such redemption.' } };
}

export function redemptionNotReversible(
  reversiblePoints: Minor,
  decimals: number,
  message = reversibleMessage(reversiblePoints, decimals),
): Refused<'RedemptionNotReversible'> {
  return { ok: false, failure: { type: 'RedemptionNotReversible', message, reversiblePoints, decimals } };
}

function reversibleMessage(reversiblePoints: Minor, decimals: number): string {
  if (reversiblePoints === 0n) return 'All points of the redemption have been given back.';
  return `At most ${formatMinor(reversiblePoints, decimals)} points of the redemption can still be given back.`;
}
