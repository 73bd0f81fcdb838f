import type { z } from 'zod';
import { isId } from '../../failure/checkText.ts';
import { crossProblems, retirementProblems } from './check/crossProblems.ts';
import { ruleSchema } from './check/ruleSchema.ts';
import type { RuleDefinition } from './ruleDefinition.ts';

/** What a definition is checked against. */
export interface RuleContext {
  readonly ruleId: string;
  /** The program's. */
  readonly decimals: number;
  /** The newest definitions of the program's rules; null: retired. The rule's own one is passed over. */
  readonly rules: readonly { readonly ruleId: string; readonly definition: RuleDefinition | null }[];
}

/** Where in the definition, like "award.rates[0].points"; empty: the rule as a whole. And what is wrong, for people. */
export interface RuleProblemAt {
  readonly path: string;
  readonly message: string;
}

export type CheckedRule = { readonly definition: RuleDefinition } | { readonly problems: readonly RuleProblemAt[] };

/** The definition as it is to be kept, its numbers in their canonical spelling, or everything that is wrong with it. */
export function checkRule(definition: unknown, context: RuleContext): CheckedRule {
  const ids = idProblems(context.ruleId);
  const parsed = ruleSchema.safeParse(definition);
  if (!parsed.success) return { problems: [...ids, ...parsed.error.issues.flatMap(problemsOf)] };
  // What is absent stays absent: a schema of zod's tells optional from undefined no more than TypeScript did.
  const checked = JSON.parse(JSON.stringify(parsed.data)) as RuleDefinition;
  const problems = [...ids, ...crossProblems(checked, context)];
  return problems.length > 0 ? { problems } : { definition: checked };
}

/** Why a rule cannot be retired: other rules name it, or a tier that goes with it. */
export function checkRetirement(context: RuleContext): readonly RuleProblemAt[] {
  return retirementProblems(context);
}

function idProblems(ruleId: string): RuleProblemAt[] {
  if (!isId(ruleId)) return [{ path: '', message: "The rule's id has 1 to 128 characters and no control characters." }];
  if (ruleId === 'rounding') return [{ path: '', message: 'No rule can be called "rounding".' }];
  return [];
}

function problemsOf(issue: z.core.$ZodIssue): RuleProblemAt[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'is not known here.' }));
  }
  return [{ path, message: `${issue.message}.` }];
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
