import { reachesProgram, requireScope, requireStaffScope } from '../../access/viewer.ts';
import { ENGINE_KINDS } from '../../engines/kinds/engineKinds.ts';
import { checkId } from '../../failure/checkText.ts';
import type { QueryResolvers } from '../generated/types.ts';
import { draftOf } from '../rules/draftOf.ts';
import { toPointsError } from '../toPointsError.ts';

export const Query: QueryResolvers = {
  pointsAccount(_, { id }, { loaders }) {
    checkId('id', id);
    return loaders.account.byId(id);
  },
  redemption(_, { id }, { loaders }) {
    checkId('id', id);
    return loaders.movement.redemption(id);
  },
  earning(_, { id }, { loaders }) {
    checkId('id', id);
    return loaders.movement.earning(id);
  },
  program(_, { id }, { loaders }) {
    checkId('id', id);
    return loaders.program.load(id);
  },
  async programs(_, __, { viewer, services }) {
    requireScope(viewer, 'points:read');
    const programs = await services.programs.all();
    return programs.filter(({ id }) => reachesProgram(viewer, id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  },
  engineKinds(_, __, { viewer }) {
    requireStaffScope(viewer, 'points:admin');
    return ENGINE_KINDS;
  },
  async simulateEarning(_, { input: { transaction, drafts } }, { viewer, services }) {
    const result = await services.useCases.simulateEarning(viewer, { transaction, drafts: drafts?.map(draftOf) });
    return result.ok
      ? { __typename: 'SimulateEarningSuccess', simulation: result.value }
      : toPointsError(result.failure);
  },
};
