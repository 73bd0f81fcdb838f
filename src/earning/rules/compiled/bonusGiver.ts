import type { TierBonusRule } from '../ruleDefinition.ts';
import { type Decimal, decimalOf, percentOf } from '../decimal.ts';

/** What a tier's bonus rule adds for those base points. */
export type BonusGiver = (base: Decimal) => Decimal;

export function bonusGiver(bonus: TierBonusRule['bonus']): BonusGiver {
  if (bonus.type === 'FLAT') {
    const points = decimalOf(bonus.points);
    return () => points;
  }
  const percent = decimalOf(bonus.percent);
  return (base) => percentOf(base, percent);
}
