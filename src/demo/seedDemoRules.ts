import { readFile } from 'node:fs/promises';
import type { EarningRules } from '../earning/earningRules.ts';
import { checkRule } from '../earning/rules/checkRule.ts';
import type { RuleDefinition } from '../earning/rules/ruleDefinition.ts';
import { readRules } from '../graphql/rules/readRules.ts';
import type { Programs } from '../program/programs.ts';
import { projectFile } from '../projectFile.ts';
import { DEMO_PROGRAM } from './demoPrograms.ts';

export interface SeedDemoRulesOptions {
  readonly programs: Pick<Programs, 'find'>;
  readonly earningRules: EarningRules;
}

/**
 * Gives the demo the retail program's rules, if it has none yet. One that was added by a seeding that was killed, or by
 * another replica just now, is left as it is.
 */
export async function seedDemoRules({ programs, earningRules }: SeedDemoRulesOptions): Promise<void> {
  const programId = DEMO_PROGRAM.id;
  if ((await programs.find(programId)) === null) return;
  const rules = readRules(await readFile(projectFile('examples/programs/retail.json'), 'utf8'));
  const known = new Set((await earningRules.newest(programId)).map(({ ruleId }) => ruleId));
  if (known.size >= rules.length) return;
  const definitions: { readonly ruleId: string; readonly definition: RuleDefinition }[] = [];
  for (const { ruleId, definition: written } of rules) {
    const checked = checkRule(written, { ruleId, decimals: DEMO_PROGRAM.decimals, rules: definitions });
    if ('problems' in checked) throw new Error(`The demo's rule ${ruleId} is wrong: ${checked.problems[0]?.message}`);
    definitions.push({ ruleId, definition: checked.definition });
  }
  for (const rule of definitions) {
    if (known.has(rule.ruleId)) continue;
    const change = { expectedVersion: 0, effectiveFrom: null, changedBy: 'demo', reason: null };
    await earningRules.add({ programId, ...rule, ...change });
  }
}
