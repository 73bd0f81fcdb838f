import { earningKeyOf } from '../../earningKeyOf.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { recordedTransaction, recordedTransactionOfMany } from '../../recordedTransaction.ts';
import { toPointsError } from '../../toPointsError.ts';

export const earningMutations: MutationResolvers = {
  async recordTransaction(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.recordTransaction(viewer, input);
    loaders.clear();
    return recordedTransaction(result);
  },
  async recordTransactions(_, { inputs }, { viewer, services, loaders }) {
    const results = await services.useCases.recordTransactions(viewer, inputs);
    loaders.clear();
    return results.map(recordedTransactionOfMany);
  },
  async reverseEarning(_, { input }, { viewer, services, loaders }) {
    const { idempotencyKey, amount, reason } = input;
    const wish = { idempotencyKey, earning: earningKeyOf(input), amount, reason };
    const result = await services.useCases.reverseEarning(viewer, wish);
    loaders.clear();
    return result.ok ? { __typename: 'ReverseEarningSuccess', earning: result.value } : toPointsError(result.failure);
  },
  async clearEarning(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.clearEarning(viewer, earningKeyOf(input));
    loaders.clear();
    return result.ok ? { __typename: 'ClearEarningSuccess', earning: result.value } : toPointsError(result.failure);
  },
};
