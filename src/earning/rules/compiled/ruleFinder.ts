import type { PolicyRule } from '../ruleDefinition.ts';
import {
  type CompiledBase,
  type CompiledBonus,
  type CompiledCap,
  type CompiledMultiplier,
  compileRules,
  type NamedRule,
} from './compiledRules.ts';
import { createRuleIndex, type RuleIndex } from './ruleIndex.ts';

/** A program's rules, each kind behind its index; whose tier it is that applies is for the caller to see. */
export interface RuleFinder {
  readonly decimals: number;
  readonly policy: PolicyRule;
  readonly bases: RuleIndex<CompiledBase>;
  readonly multipliers: RuleIndex<CompiledMultiplier>;
  readonly bonuses: RuleIndex<CompiledBonus>;
  readonly caps: RuleIndex<CompiledCap>;
}

export function createRuleFinder(rules: readonly NamedRule[], decimals: number): RuleFinder {
  const { policy, bases, multipliers, bonuses, caps } = compileRules(rules, decimals);
  return {
    decimals,
    policy,
    bases: createRuleIndex(bases),
    multipliers: createRuleIndex(multipliers),
    bonuses: createRuleIndex(bonuses),
    caps: createRuleIndex(caps),
  };
}
