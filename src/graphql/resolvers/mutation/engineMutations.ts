import type { MemberMapping } from '../../../engines/memberMapping.ts';
import { BadInput } from '../../../failure/failure.ts';
import type { EngineMappingInput, MutationResolvers } from '../../generated/types.ts';
import { engineNotFound } from '../../../failure/refusals.ts';
import { toPointsError } from '../../toPointsError.ts';

export const engineMutations: MutationResolvers = {
  async configureEngine(_, { input }, { viewer, services, loaders }) {
    const mapping = input.mapping == null ? null : mappingOf(input.mapping);
    const result = await services.useCases.configureEngine(viewer, { ...input, mapping });
    loaders.clear();
    return result.ok ? { __typename: 'ConfigureEngineSuccess', engine: result.value } : toPointsError(result.failure);
  },
  async removeEngine(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.removeEngine(viewer, input);
    loaders.clear();
    if (!result.ok) return toPointsError(result.failure);
    const program = await services.programs.find(result.value.programId);
    if (program === null) throw new Error('the program of a removed engine is not there');
    return { __typename: 'RemoveEngineSuccess', program };
  },
  async reconcileEngine(_, { input }, { viewer, services, loaders }) {
    const { reconciliation } = services;
    if (reconciliation === undefined) return toPointsError(engineNotFound().failure);
    const result = await reconciliation.reconcileEngine(viewer, input.programId);
    loaders.clear();
    if (!result.ok) return toPointsError(result.failure);
    const program = await services.programs.find(result.value.programId);
    if (program === null) throw new Error('the program of a comparison is not there');
    return { __typename: 'ReconcileEngineSuccess', run: result.value.run, program };
  },
  async checkEngine(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.checkEngine(viewer, input);
    loaders.clear();
    if (!result.ok) return toPointsError(result.failure);
    const { engine, steps } = result.value;
    return { __typename: 'CheckEngineSuccess', ok: steps.every((step) => step.ok), steps, engine };
  },
  async storefrontSession(_, { input }, { viewer, services }) {
    const result = await services.useCases.storefrontSession(viewer, input);
    return result.ok
      ? { __typename: 'StorefrontSessionSuccess', session: result.value }
      : toPointsError(result.failure);
  },
  async importEngineMembers(_, { input }, { viewer, services, loaders }) {
    const result = await services.useCases.importEngineMembers(viewer, input);
    loaders.clear();
    return result.ok ? { __typename: 'ImportEngineMembersSuccess', ...result.value } : toPointsError(result.failure);
  },
};

function mappingOf({ kind, template }: EngineMappingInput): MemberMapping {
  if (kind === 'TEMPLATE') {
    if (template == null) throw new BadInput('input.mapping.template', 'is missing: a template is mapped by one');
    return { kind, template };
  }
  if (template != null) throw new BadInput('input.mapping.template', `is not of the kind ${kind}`);
  return { kind };
}
