import { checkId } from '../failure/checkText.ts';
import { BadInput } from '../failure/failure.ts';
import { invalidEarningRule, type Refused } from '../failure/refusals.ts';
import type { Program } from '../program/programs.ts';
import type { SimulateEarningInput } from './earningUseCases.ts';
import type { EarningRules, RuleVersion } from './earningRules.ts';
import { ruleSchema } from './rules/check/ruleSchema.ts';
import { checkRetirement, checkRule, type RuleProblemAt } from './rules/checkRule.ts';
import type { RuleDefinition } from './rules/ruleDefinition.ts';

type Drafts = NonNullable<SimulateEarningInput['drafts']>;
type Draft = Pick<RuleVersion, 'ruleId' | 'definition'>;

// Each is looked at beside all the others, and a product of multipliers is exact whatever its length: a thousand would
// keep everybody waiting.
const MOST = 200;

/** Drafts, each checked as a rule beside the program's rules and the other drafts; or all that is wrong with them. */
export async function checkDrafts(
  earningRules: EarningRules,
  { id, decimals }: Program,
  drafts: Drafts,
): Promise<readonly Draft[] | Refused<'InvalidEarningRule'>> {
  checkIds(drafts);
  const rules = new Map<string, Draft>((await earningRules.newest(id)).map((rule) => [rule.ruleId, rule]));
  // A draft may name another one, in whatever order they come: so all of them first, as far as they are rules.
  for (const draft of drafts) rules.set(draft.ruleId, { ruleId: draft.ruleId, definition: shapeOf(draft.definition) });

  const checked: Draft[] = [];
  const problems: RuleProblemAt[] = [];
  for (const [index, { ruleId, definition }] of drafts.entries()) {
    const context = { ruleId, decimals, rules: [...rules.values()] };
    const found = definition === null ? retired(checkRetirement(context)) : checkRule(definition, context);
    if ('problems' in found) problems.push(...found.problems.map((problem) => within(index, problem)));
    else checked.push({ ruleId, definition: found.definition });
  }
  return problems.length > 0 ? invalidEarningRule(problems) : checked;
}

function checkIds(drafts: Drafts): void {
  if (drafts.length > MOST) throw new BadInput('input.drafts', `has more than ${MOST} rules`);
  const ids = new Set<string>();
  for (const [index, { ruleId }] of drafts.entries()) {
    const field = `input.drafts[${index}].ruleId`;
    checkId(field, ruleId);
    if (ids.has(ruleId)) throw new BadInput(field, 'is that of another draft too');
    ids.add(ruleId);
  }
}

function shapeOf(definition: unknown): RuleDefinition | null {
  const parsed = ruleSchema.safeParse(definition);
  return parsed.success ? (parsed.data as RuleDefinition) : null;
}

function retired(problems: readonly RuleProblemAt[]) {
  return problems.length > 0 ? { problems } : { definition: null };
}

function within(index: number, { path, message }: RuleProblemAt): RuleProblemAt {
  return { path: path === '' ? `drafts[${index}]` : `drafts[${index}].${path}`, message };
}
