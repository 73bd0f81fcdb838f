import type { EarningLineResolvers } from '../generated/types.ts';

export const EarningLine: EarningLineResolvers = {
  points: ({ points }) => Number(points),
  exactPoints: ({ points }) => points,
};
