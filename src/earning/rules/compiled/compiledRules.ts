import type {
  BaseRule,
  CapRule,
  Conditions,
  MultiplierRule,
  PolicyRule,
  RuleDefinition,
  TierBonusRule,
} from '../ruleDefinition.ts';
import { DEFAULT_POLICY } from '../ruleDefinition.ts';
import { type Decimal, decimalOf, round } from '../decimal.ts';
import type { Minor } from '../../../ledger/points.ts';
import { testOf } from './conditions.ts';
import { baseGiver, type BaseGiver } from './baseGiver.ts';
import { bonusGiver, type BonusGiver } from './bonusGiver.ts';
import type { Subject } from './subject.ts';

export interface NamedRule {
  readonly ruleId: string;
  readonly definition: RuleDefinition;
}

/** A rule, ready to be applied. */
export interface CompiledRule<Rule extends { readonly when: Conditions } = { readonly when: Conditions }> {
  readonly ruleId: string;
  readonly rule: Rule;
  /** Whether it may apply, but for the tier and for the instants at which its window opens and closes. */
  readonly test: (subject: Subject) => boolean;
  /** Null: every tier. */
  readonly tiers: ReadonlySet<string | null> | null;
}
export interface CompiledBase extends CompiledRule<BaseRule> {
  readonly give: BaseGiver;
}
export interface CompiledMultiplier extends CompiledRule<MultiplierRule> {
  readonly factor: Decimal;
}
export interface CompiledBonus extends CompiledRule<TierBonusRule> {
  readonly give: BonusGiver;
}
export interface CompiledCap extends CompiledRule<CapRule> {
  readonly limit: Minor;
  /** Null: it caps the whole earning. */
  readonly rules: ReadonlySet<string> | null;
}

export interface CompiledRules {
  readonly policy: PolicyRule;
  readonly bases: readonly CompiledBase[];
  readonly multipliers: readonly CompiledMultiplier[];
  readonly bonuses: readonly CompiledBonus[];
  readonly caps: readonly CompiledCap[];
}

/** Rules by what they do, each kind in the order of their ids: a set says the same in whatever order it was read. */
export function compileRules(rules: readonly NamedRule[], decimals: number): CompiledRules {
  const bases: CompiledBase[] = [];
  const multipliers: CompiledMultiplier[] = [];
  const bonuses: CompiledBonus[] = [];
  const caps: CompiledCap[] = [];
  let policy = DEFAULT_POLICY;
  for (const { ruleId, definition } of rules.toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1))) {
    switch (definition.kind) {
      case 'BASE':
        bases.push({ ...compiled(ruleId, definition), give: baseGiver(definition.award) });
        break;
      case 'MULTIPLIER':
        multipliers.push({ ...compiled(ruleId, definition), factor: decimalOf(definition.factor) });
        break;
      case 'TIER_BONUS':
        bonuses.push({ ...compiled(ruleId, definition), give: bonusGiver(definition.bonus) });
        break;
      case 'CAP':
        caps.push({
          ...compiled(ruleId, definition),
          limit: round(decimalOf(definition.points), decimals, 'DOWN'),
          rules: definition.rules === undefined ? null : new Set(definition.rules),
        });
        break;
      case 'POLICY':
        policy = definition;
    }
  }
  return { policy, bases, multipliers, bonuses, caps };
}

function compiled<Rule extends { readonly when: Conditions }>(ruleId: string, rule: Rule): CompiledRule<Rule> {
  const { tiers } = rule.when;
  return { ruleId, rule, test: testOf(rule.when), tiers: tiers === undefined ? null : new Set(tiers) };
}
