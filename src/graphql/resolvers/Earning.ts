import { bucketOf } from '../../ledger/account.ts';
import { toJsonNumber } from '../../ledger/points.ts';
import type { EarningResolvers } from '../generated/types.ts';

export const Earning: EarningResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.movement.earning(id),
  account: ({ accountId, programId, memberId }) => ({
    id: accountId,
    bucket: bucketOf(accountId),
    programId,
    memberId,
  }),
  points: ({ points, decimals }) => toJsonNumber(points, decimals),
  pointsKnown: ({ isUntold }) => isUntold !== true,
  declineReason: ({ declineReason }) => declineReason ?? null,
  engineReference: ({ engineReference }) => engineReference ?? null,
  reversedPoints: ({ reversedPoints, decimals }) => toJsonNumber(reversedPoints, decimals),
};
