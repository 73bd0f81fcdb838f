import type { PolicyRule } from '../ruleDefinition.ts';
import { compare, type Decimal, minus, ONE, plus, times } from '../decimal.ts';
import type { CompiledBonus, CompiledMultiplier } from './compiledRules.ts';
import type { Gift } from './gift.ts';

/**
 * What multipliers add to the base points. Twice and three times are three times when the best one counts, four times
 * when what they add is summed up, six times as a product; a product's lines stand on each other in the order of ids.
 */
export function giveMultipliers(
  multipliers: readonly CompiledMultiplier[],
  base: Decimal,
  stacking: PolicyRule['multipliers'],
): Gift[] {
  if (stacking === 'BEST') {
    const best = bestOf(multipliers);
    return best === null ? [] : [giftOf(best, base)];
  }
  let multiplied = base;
  return multipliers.map((multiplier) => {
    const gift = giftOf(multiplier, stacking === 'SUM' ? base : multiplied);
    multiplied = plus(multiplied, gift.points);
    return gift;
  });
}

/** What bonuses add: all of them, and percentages are of the base points, not of multiplied ones. */
export function giveBonuses(bonuses: readonly CompiledBonus[], base: Decimal): Gift[] {
  return bonuses.map(({ ruleId, give }) => ({ rule: ruleId, kind: 'TIER_BONUS', points: give(base) }));
}

function giftOf({ ruleId, factor }: CompiledMultiplier, base: Decimal): Gift {
  return { rule: ruleId, kind: 'MULTIPLIER', points: times(base, minus(factor, ONE)) };
}

function bestOf(multipliers: readonly CompiledMultiplier[]): CompiledMultiplier | null {
  let best: CompiledMultiplier | null = null;
  for (const multiplier of multipliers) {
    if (best === null || compare(multiplier.factor, best.factor) > 0) best = multiplier;
  }
  return best;
}
