import { toJsonNumber } from '../../ledger/points.ts';
import type { ReconciliationItemResolvers } from '../generated/types.ts';

export const ReconciliationItem: ReconciliationItemResolvers = {
  state: ({ settledAt }) => (settledAt === null ? 'OPEN' : 'SETTLED'),
  points: ({ points, decimals }) => toJsonNumber(points, decimals),
};
