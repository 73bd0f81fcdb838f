import type { MutationResolvers } from '../generated/types.ts';
import { earningMutations } from './mutation/earningMutations.ts';
import { engineMutations } from './mutation/engineMutations.ts';
import { eventMutations } from './mutation/eventMutations.ts';
import { inboxMutations } from './mutation/inboxMutations.ts';
import { pointsMutations } from './mutation/pointsMutations.ts';
import { ruleMutations } from './mutation/ruleMutations.ts';

// Root fields of a mutation run one after the other; what one changed, its answer and the next ones read anew.
export const Mutation: MutationResolvers = {
  ...pointsMutations,
  ...earningMutations,
  ...ruleMutations,
  ...inboxMutations,
  ...engineMutations,
  ...eventMutations,
};
