import type { BaseRule, PolicyRule, TierBonusRule } from '../../earning/rules/ruleDefinition.ts';
import type { BaseAward, PolicyRule as GraphPolicyRule, TierBonus } from '../generated/types.ts';

/** What a base rule gives, as the graph shows it. */
export function awardOf(award: BaseRule['award']): BaseAward {
  if (award.type === 'FLAT') {
    return { rates: null, points: Number(award.points), minimums: award.minimums ?? null };
  }
  const rates = award.rates.map(({ minimumAmount = null, ...rate }) => ({ ...rate, minimumAmount }));
  return { rates, points: null, minimums: null };
}

/** What a tier bonus adds, as the graph shows it. */
export function bonusOf(bonus: TierBonusRule['bonus']): TierBonus {
  return bonus.type === 'PERCENT'
    ? { percent: bonus.percent, points: null }
    : { percent: null, points: Number(bonus.points) };
}

/** A policy as the graph shows it. */
export function policyOf(policy: PolicyRule): GraphPolicyRule {
  const { baseRules, multipliers, rounding, shortfall, clearing, tiers } = policy;
  const levels = (tiers?.levels ?? []).map(({ code, name, from }) => ({ code, name, from: Number(from) }));
  return { baseRules, multipliers, rounding, shortfall, clearing, tiers: tiers && { ...tiers, levels } };
}
