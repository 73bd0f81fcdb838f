import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkId, checkNote } from '../failure/checkText.ts';
import { BadInput } from '../failure/failure.ts';
import { earningRuleConflict, earningRuleNotFound, invalidEarningRule, programNotFound } from '../failure/refusals.ts';
import type { ChangeEarningRuleInput, ChangeEarningRuleResult } from './earningUseCases.ts';
import type { EarningContext } from './earningContext.ts';
import type { EarningRules } from './earningRules.ts';
import { checkRetirement, checkRule, type RuleContext, type RuleProblemAt } from './rules/checkRule.ts';
import type { RuleDefinition } from './rules/ruleDefinition.ts';

/**
 * Adds a version of a rule, of one that is not there yet, changed or retired: in force from now or later, so that what
 * was earned before stays as it is. Somebody else's change since the expected version is not overwritten.
 */
export async function changeEarningRule(
  { programs, earningRules }: EarningContext,
  viewer: Viewer,
  input: ChangeEarningRuleInput,
): Promise<ChangeEarningRuleResult> {
  requireStaffScope(viewer, 'points:admin');
  checkInput(input);
  const { ruleId, expectedVersion, definition, effectiveFrom = null, reason = null } = input;
  const programId = input.programId ?? programs.defaultId;
  const program = reachesProgram(viewer, programId) ? await programs.find(programId) : null;
  if (program === null) return programNotFound();
  const newest = await earningRules.newest(programId);
  const current = newest.find((rule) => rule.ruleId === ruleId)?.version ?? 0;
  if (current === 0 && (expectedVersion > 0 || definition === null)) return earningRuleNotFound();
  if (current !== expectedVersion) return earningRuleConflict(current);

  const checked = checkChange(definition, { ruleId, decimals: program.decimals, rules: newest });
  if ('problems' in checked) return invalidEarningRule(checked.problems);
  const added = await earningRules.add({
    programId,
    ruleId,
    expectedVersion,
    definition: checked.definition,
    effectiveFrom,
    changedBy: viewer.subject,
    reason,
  });
  if (added === 'overtaken') return earningRuleConflict(await newestVersion(earningRules, programId, ruleId));
  if (added === 'past') {
    return invalidEarningRule([
      { path: 'effectiveFrom', message: 'It must not be in the past, which stays as it was.' },
    ]);
  }
  return { ok: true, value: added };
}

function checkInput({ programId, ruleId, expectedVersion, effectiveFrom, reason }: ChangeEarningRuleInput): void {
  if (programId != null) checkId('input.programId', programId);
  checkId('input.ruleId', ruleId);
  if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0) {
    throw new BadInput(
      'input.expectedVersion',
      'is no version: versions are 1, 2, 3 and so on, and 0 is for a new rule',
    );
  }
  if (effectiveFrom != null && Number.isNaN(effectiveFrom.getTime())) {
    throw new BadInput('input.effectiveFrom', 'is not a time');
  }
  if (reason != null) checkNote('input.reason', reason);
}

type Checked = { readonly definition: RuleDefinition | null } | { readonly problems: readonly RuleProblemAt[] };

function checkChange(definition: unknown, context: RuleContext): Checked {
  if (definition !== null) return checkRule(definition, context);
  const problems = checkRetirement(context);
  return problems.length > 0 ? { problems } : { definition: null };
}

async function newestVersion(earningRules: EarningRules, programId: string, ruleId: string): Promise<number> {
  const [newest] = await earningRules.versions(programId, ruleId);
  return newest?.version ?? 0;
}
