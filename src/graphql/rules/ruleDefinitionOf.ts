import type { Conditions, RuleDefinition } from '../../earning/rules/ruleDefinition.ts';
import type { EarningRuleDefinition, RuleConditions } from '../generated/types.ts';
import { awardOf, bonusOf, policyOf } from './rulePartsOf.ts';

type Parts = Pick<EarningRuleDefinition, 'base' | 'multiplier' | 'tierBonus' | 'cap' | 'policy'>;

/** A rule as the graph shows it: the part that it is, and null for the others. */
export function ruleDefinitionOf(definition: RuleDefinition): EarningRuleDefinition {
  const none: Parts = { base: null, multiplier: null, tierBonus: null, cap: null, policy: null };
  return { name: definition.name, ...none, ...partOf(definition) };
}

function partOf(rule: RuleDefinition): Parts {
  switch (rule.kind) {
    case 'BASE':
      return { base: { when: conditionsOf(rule.when), award: awardOf(rule.award) } };
    case 'MULTIPLIER':
      return { multiplier: { when: conditionsOf(rule.when), factor: rule.factor } };
    case 'TIER_BONUS':
      return { tierBonus: { when: conditionsOf(rule.when), bonus: bonusOf(rule.bonus) } };
    case 'CAP': {
      const { when, rules, per, period, points, exceeding } = rule;
      return {
        cap: { when: conditionsOf(when), rules: rules ?? null, per, period, points: Number(points), exceeding },
      };
    }
    default:
      return { policy: policyOf(rule) };
  }
}

function conditionsOf({ kinds, categories, merchants, currencies, tiers, window }: Conditions): RuleConditions {
  return {
    kinds: kinds ?? null,
    categories: categories ?? null,
    merchants: merchants ?? null,
    currencies: currencies ?? null,
    tiers: tiers ?? null,
    window: window
      ? {
          start: instantOf(window.start),
          end: instantOf(window.end),
          daysOfWeek: window.daysOfWeek ?? null,
          hours: window.hours ?? null,
        }
      : null,
  };
}

function instantOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
