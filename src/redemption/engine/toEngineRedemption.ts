import type { Redemption, RedemptionStatus } from '../redemption.ts';
import type { EngineRedemption } from './engineRedemption.ts';

/** A redemption through an engine as it stands; decimals are the program's. */
export function toEngineRedemption(row: EngineRedemption, decimals: number): Redemption {
  const { id, accountId, programId, memberId, points, reversedPoints, rewardId, orderId } = row;
  const { requestedAt, settledAt, engineReference, declineReason } = row;
  return {
    id,
    accountId,
    programId,
    memberId,
    decimals,
    status: statusOf(row),
    points,
    reversedPoints,
    rewardId,
    orderId,
    requestedAt,
    settledAt,
    engineReference,
    declineReason,
  };
}

function statusOf({ state, points, reversedPoints }: EngineRedemption): RedemptionStatus {
  if (state === 'VOIDED') return 'DECLINED';
  if (state !== 'CAPTURED') return 'PENDING';
  if (reversedPoints === 0n) return 'CONFIRMED';
  return reversedPoints < points ? 'PARTIALLY_REVERSED' : 'REVERSED';
}
