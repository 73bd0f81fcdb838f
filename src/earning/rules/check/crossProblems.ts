import { compare, decimalOf } from '../decimal.ts';
import {
  type CapRule,
  POLICY_RULE_ID,
  type PolicyRule,
  type RuleDefinition,
  type TierPolicy,
} from '../ruleDefinition.ts';
import type { RuleContext, RuleProblemAt } from '../checkRule.ts';

/** What is wrong with a definition of the right shape, beside its program and the program's other rules. */
export function crossProblems(definition: RuleDefinition, context: RuleContext): RuleProblemAt[] {
  const isPolicy = definition.kind === 'POLICY';
  if (isPolicy !== (context.ruleId === POLICY_RULE_ID)) {
    return [{ path: 'kind', message: `A rule of kind POLICY, and only such a one, has the id "${POLICY_RULE_ID}".` }];
  }
  if (definition.kind === 'POLICY') return policyProblems(definition, context);
  const problems = tierProblems(definition.when.tiers, context);
  if (definition.kind === 'TIER_BONUS' && definition.when.tiers === undefined) {
    problems.push({ path: 'when.tiers', message: 'A tier bonus names the tiers that it is for.' });
  }
  // A rule that becomes a cap gives points no longer: caps that name it would be left with nothing.
  if (definition.kind === 'CAP') problems.push(...capProblems(definition, context), ...retirementProblems(context));
  return problems;
}

/** Who names the rule, or its tiers, and would be left with nothing. */
export function retirementProblems(context: RuleContext): RuleProblemAt[] {
  if (context.ruleId === POLICY_RULE_ID) return lostTiers(null, context).map(({ message }) => ({ path: '', message }));
  const caps = othersOf(context).filter(
    ({ definition }) => definition.kind === 'CAP' && definition.rules?.includes(context.ruleId) === true,
  );
  return caps.map(({ ruleId }) => ({ path: '', message: `The cap "${ruleId}" names this rule: change that first.` }));
}

function capProblems(cap: CapRule, context: RuleContext): RuleProblemAt[] {
  const problems: RuleProblemAt[] = [];
  if (decimalOf(cap.points).scale > context.decimals) {
    problems.push({ path: 'points', message: `A cap has at most the program's ${context.decimals} decimals.` });
  }
  if (cap.exceeding === 'REFUSE' && cap.period !== 'TRANSACTION') {
    problems.push({ path: 'exceeding', message: 'Only a cap for the period TRANSACTION can REFUSE; others TRIM.' });
  }
  if (cap.period === 'CAMPAIGN') {
    for (const end of ['start', 'end'] as const) {
      if (cap.when.window?.[end] !== undefined) continue;
      problems.push({ path: `when.window.${end}`, message: 'A cap for a CAMPAIGN says when it starts and ends.' });
    }
  }
  const kinds = new Map(othersOf(context).map(({ ruleId, definition }) => [ruleId, definition.kind]));
  for (const [index, ruleId] of (cap.rules ?? []).entries()) {
    const kind = kinds.get(ruleId);
    const path = `rules[${index}]`;
    if (kind === undefined) problems.push({ path, message: `There is no rule "${ruleId}".` });
    else if (kind === 'CAP' || kind === 'POLICY') {
      problems.push({
        path,
        message: `"${ruleId}" gives no points: a cap names base, multiplier and tier bonus rules.`,
      });
    }
  }
  return problems;
}

function policyProblems(policy: PolicyRule, context: RuleContext): RuleProblemAt[] {
  const problems: RuleProblemAt[] = [];
  const seen = new Set<string>();
  for (const [index, { kinds }] of policy.clearing.entries()) {
    for (const kind of kinds) {
      if (seen.has(kind)) problems.push({ path: `clearing[${index}].kinds`, message: `${kind} is named twice.` });
      seen.add(kind);
    }
  }
  if (policy.tiers !== null) problems.push(...levelProblems(policy.tiers, context.decimals));
  return [...problems, ...lostTiers(policy.tiers, context)];
}

function levelProblems({ levels }: TierPolicy, decimals: number): RuleProblemAt[] {
  return levels.flatMap(({ from }, index) => {
    const path = `tiers.levels[${index}].from`;
    const below = levels[index - 1];
    if (index === 0 && from !== '0') return [{ path, message: 'The first level begins at 0.' }];
    if (below !== undefined && compare(decimalOf(from), decimalOf(below.from)) <= 0) {
      return [{ path, message: 'Every level takes more points than the one before it.' }];
    }
    if (decimalOf(from).scale <= decimals) return [];
    return [{ path, message: `A level has at most the program's ${decimals} decimals.` }];
  });
}

function tierProblems(tiers: readonly string[] | undefined, context: RuleContext): RuleProblemAt[] {
  if (tiers === undefined) return [];
  const policy = othersOf(context).find(({ ruleId }) => ruleId === POLICY_RULE_ID)?.definition;
  const levels = policy?.kind === 'POLICY' && policy.tiers !== null ? policy.tiers.levels : [];
  if (levels.length === 0) return [{ path: 'when.tiers', message: "The program's policy has no tiers." }];
  const known = levels.map(({ code }) => code);
  return tiers.flatMap((tier, index) =>
    known.includes(tier)
      ? []
      : [{ path: `when.tiers[${index}]`, message: `There is no tier "${tier}"; there are ${known.join(', ')}.` }],
  );
}

function lostTiers(tiers: TierPolicy | null, context: RuleContext): RuleProblemAt[] {
  const known = new Set(tiers?.levels.map(({ code }) => code));
  return othersOf(context).flatMap(({ ruleId, definition }) => {
    const named = definition.kind === 'POLICY' ? [] : (definition.when.tiers ?? []);
    const lost = named.filter((tier) => !known.has(tier));
    if (lost.length === 0) return [];
    const path = tiers === null ? 'tiers' : 'tiers.levels';
    return [{ path, message: `The rule "${ruleId}" names ${lost.join(', ')}: change that first.` }];
  });
}

function othersOf({ ruleId, rules }: RuleContext): { readonly ruleId: string; readonly definition: RuleDefinition }[] {
  return rules.flatMap((rule) =>
    rule.ruleId === ruleId || rule.definition === null ? [] : [{ ruleId: rule.ruleId, definition: rule.definition }],
  );
}
