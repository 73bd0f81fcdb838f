import type { Liability } from '../ledger/ledger.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { PointsLiability } from './generated/types.ts';

/** What a program owes, as the graph shows it. */
export function liabilityOf({ asOf, expiring, ...figures }: Liability, decimals: number): PointsLiability {
  return {
    asOf,
    outstanding: toJsonNumber(figures.outstanding, decimals),
    held: toJsonNumber(figures.held, decimals),
    pending: toJsonNumber(figures.pending, decimals),
    debt: toJsonNumber(figures.debt, decimals),
    expiring: expiring.map(({ month, points }) => ({ month, points: toJsonNumber(points, decimals) })),
  };
}
