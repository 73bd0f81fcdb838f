import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkRule } from '../../../src/earning/rules/checkRule.ts';
import { compileRuleSet } from '../../../src/earning/rules/compileRuleSet.ts';
import type { RuleDefinition } from '../../../src/earning/rules/ruleDefinition.ts';
import type { Transaction } from '../../../src/earning/transaction.ts';
import { readRules } from '../../../src/graphql/rules/readRules.ts';
import type { Counter } from '../../../src/ledger/counters.ts';
import { projectFile } from '../../../src/projectFile.ts';

interface Example {
  readonly transaction: Partial<Transaction> & { readonly kind: Transaction['kind']; readonly occurredAt: string };
  readonly tier?: string;
  readonly worked: string;
  readonly points: number;
}
interface Rule {
  readonly ruleId: string;
  readonly definition: RuleDefinition;
}

const POLICY = { decimals: 0, timeZone: 'UTC' };

/** The rules as applying the file would keep them. */
function checkedRules(text: string): readonly Rule[] {
  const rules: Rule[] = [];
  for (const { ruleId, definition } of readRules(text)) {
    const checked = checkRule(definition, { ruleId, decimals: POLICY.decimals, rules });
    if ('problems' in checked) throw new Error(`${ruleId}: ${JSON.stringify(checked.problems)}`);
    rules.push({ ruleId, definition: checked.definition });
  }
  return rules;
}

/** What a member has earned who is in that tier. */
function countersOf(rules: readonly Rule[], day: string, tier: string | undefined): readonly Counter[] {
  const policy = rules.map(({ definition }) => definition).find((definition) => definition.kind === 'POLICY');
  const level = policy?.tiers?.levels.find(({ code }) => code === tier);
  if (tier !== undefined && level === undefined) throw new Error(`there is no tier ${tier}`);
  const value = BigInt(level?.from ?? '0');
  return [
    { owner: 'account', key: `q:${day}`, value },
    { owner: 'account', key: `qy:${day.slice(0, 4)}`, value },
  ];
}

describe.each(['retail', 'employee-recognition', 'fuel-and-grocery'])('the example program %s', (name) => {
  const text = readFileSync(projectFile(`examples/programs/${name}.json`), 'utf8');
  const { examples } = JSON.parse(text) as { readonly examples: readonly Example[] };
  const rules = checkedRules(text);
  const ruleSet = compileRuleSet(rules, POLICY);

  test.each(examples)('$worked', ({ transaction, tier, points }) => {
    const nothing = { id: 't-1', memberId: 'm-1', amount: null, category: null, merchantId: null };
    const judged: Transaction = { ...nothing, ...transaction, occurredAt: new Date(transaction.occurredAt) };
    expect(ruleSet.problemOf(judged)).toBeNull();
    const counters = countersOf(rules, transaction.occurredAt.slice(0, 10), tier);
    expect(ruleSet.assess(judged, counters)).toMatchObject({ points: BigInt(points) });
  });
});
