import { decimalText, type Decimal, plus, ZERO } from '../decimal.ts';
import type { ExactLine } from '../ruleSet.ts';

/** A line on its way. */
export interface Gift {
  readonly rule: string;
  readonly kind: ExactLine['kind'];
  readonly points: Decimal;
}

export function sumOf(gifts: readonly Gift[]): Decimal {
  let sum = ZERO;
  for (const { points } of gifts) sum = plus(sum, points);
  return sum;
}

/** Lines of 0 points say nothing, but for the base, which says that a rule applied. */
export function linesOf(gifts: readonly Gift[]): ExactLine[] {
  return gifts
    .filter(({ kind, points }) => kind === 'BASE' || points.units !== 0n)
    .map(({ rule, kind, points }) => ({ rule, kind, points: decimalText(points) }));
}
