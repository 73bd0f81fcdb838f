import { bucketOf } from '../../ledger/account.ts';
import { toJsonNumber } from '../../ledger/points.ts';
import type { RedemptionResolvers } from '../generated/types.ts';

export const Redemption: RedemptionResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.movement.redemption(id),
  account: ({ accountId, programId, memberId }) => ({
    id: accountId,
    bucket: bucketOf(accountId),
    programId,
    memberId,
  }),
  points: ({ points, decimals }) => toJsonNumber(points, decimals),
  reversedPoints: ({ reversedPoints, decimals }) => toJsonNumber(reversedPoints, decimals),
  reward: ({ rewardId }) => (rewardId === null ? null : { id: rewardId }),
  declineReason: ({ declineReason }) => declineReason ?? null,
  engineReference: ({ engineReference }) => engineReference ?? null,
};
