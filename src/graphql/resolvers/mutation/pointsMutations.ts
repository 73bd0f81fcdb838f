import type { MutationResolvers } from '../../generated/types.ts';
import { toPointsError } from '../../toPointsError.ts';

export const pointsMutations: MutationResolvers = {
  async redeemPoints(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.redeemPoints(viewer, input);
    loaders.clear();
    return result.ok ? { __typename: 'RedeemPointsSuccess', redemption: result.value } : toPointsError(result.failure);
  },
  async reverseRedemption(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.reverseRedemption(viewer, input);
    loaders.clear();
    return result.ok
      ? { __typename: 'ReverseRedemptionSuccess', redemption: result.value }
      : toPointsError(result.failure);
  },
  async earnPoints(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.earnPoints(viewer, input);
    loaders.clear();
    return result.ok ? { __typename: 'EarnPointsSuccess', earning: result.value } : toPointsError(result.failure);
  },
  async changePointsAccountStatus(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.changePointsAccountStatus(viewer, input);
    loaders.clear();
    return result.ok
      ? { __typename: 'ChangePointsAccountStatusSuccess', account: result.value }
      : toPointsError(result.failure);
  },
};
