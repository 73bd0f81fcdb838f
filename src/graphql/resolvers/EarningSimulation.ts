import { toJsonNumber } from '../../ledger/points.ts';
import type { EarningSimulationResolvers } from '../generated/types.ts';
import { ruleMatched } from '../recordedTransaction.ts';

export const EarningSimulation: EarningSimulationResolvers = {
  points: ({ points, decimals }) => toJsonNumber(points, decimals),
  ruleMatched: ({ breakdown }) => ruleMatched(breakdown),
  isPending: ({ clearing }) => clearing !== 'AT_ONCE',
  clearsAt: ({ clearing }) => (clearing instanceof Date ? clearing : null),
};
