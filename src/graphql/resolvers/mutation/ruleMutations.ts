import { BadInput } from '../../../failure/failure.ts';
import type { MutationResolvers } from '../../generated/types.ts';
import { toRuleDefinition } from '../../rules/toRuleDefinition.ts';
import { toPointsError } from '../../toPointsError.ts';

export const ruleMutations: MutationResolvers = {
  async createEarningRule(_, { input }, { viewer, services, loaders }) {
    const definition = toRuleDefinition('input.definition', input.definition);
    const result = await services.useCases.changeEarningRule(viewer, { ...input, expectedVersion: 0, definition });
    loaders.clear();
    if (result.ok) return { __typename: 'CreateEarningRuleSuccess', rule: result.value };
    const { failure } = result;
    if (failure.type === 'EarningRuleNotFound') throw new Error('a rule that is to be created was looked for');
    return toPointsError(failure);
  },
  async changeEarningRule(_, { input }, { viewer, services, loaders }) {
    checkVersion(input.expectedVersion);
    const definition = toRuleDefinition('input.definition', input.definition);
    const result = await services.useCases.changeEarningRule(viewer, { ...input, definition });
    loaders.clear();
    return result.ok ? { __typename: 'ChangeEarningRuleSuccess', rule: result.value } : toPointsError(result.failure);
  },
  async retireEarningRule(_, { input }, { viewer, services, loaders }) {
    checkVersion(input.expectedVersion);
    const result = await services.useCases.changeEarningRule(viewer, { ...input, definition: null });
    loaders.clear();
    return result.ok ? { __typename: 'RetireEarningRuleSuccess', rule: result.value } : toPointsError(result.failure);
  },
};

/** A rule that is there has a version; 0 would make a new one. */
function checkVersion(expectedVersion: number): void {
  if (expectedVersion < 1) throw new BadInput('input.expectedVersion', 'must be 1 or more');
}
