import type { ReconciliationRunResolvers } from '../generated/types.ts';

export const ReconciliationRun: ReconciliationRunResolvers = {
  state: ({ finishedAt, words }) => {
    if (finishedAt !== null) return 'COMPLETE';
    return words === null ? 'RUNNING' : 'INCOMPLETE';
  },
};
