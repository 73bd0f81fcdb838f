import type { Movement } from '../ledger/movements.ts';
import type { Redemption, RedemptionStatus } from './redemption.ts';

/** Whether the request behind a movement is a redemption: points went out, at once, out of a hold or in an engine. */
export function isRedemption(movement: Movement): boolean {
  return movement.kind === 'DEBIT' || movement.kind === 'CAPTURE' || movement.kind === 'MIRROR';
}

/** A debit or a capture as the redemption that it is; decimals are the program's. */
export function toRedemption(movement: Movement, decimals: number): Redemption {
  const { points, reversed, details, recordedAt } = movement;
  return {
    id: movement.id,
    accountId: movement.account.id,
    programId: movement.programId,
    memberId: movement.memberId,
    decimals,
    status: statusOf(points, reversed),
    points,
    reversedPoints: reversed,
    rewardId: details['rewardId'] ?? null,
    orderId: details['orderId'] ?? null,
    requestedAt: recordedAt,
    settledAt: recordedAt,
  };
}

function statusOf(points: bigint, reversed: bigint): RedemptionStatus {
  if (reversed === 0n) return 'CONFIRMED';
  return reversed < points ? 'PARTIALLY_REVERSED' : 'REVERSED';
}
