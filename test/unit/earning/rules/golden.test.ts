import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRule } from '../../../../src/earning/rules/checkRule.ts';
import { factsOf } from '../../../../src/earning/rules/facts.ts';
import { formatMinor } from '../../../../src/ledger/points.ts';
import type { Counter } from '../../../../src/ledger/counters.ts';
import { takeBackAll } from './support/account.ts';
import { compileCase, countersOf, countsOf, type GoldenFile, transactionOf } from './support/golden.ts';

const FOLDER = new URL('golden/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe.each(files)('%s', (name) => {
  const file = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as GoldenFile;
  const rules = Object.entries(file.rules).map(([ruleId, definition]) => ({ ruleId, definition }));

  it('has rules that a program may have', () => {
    for (const { ruleId, definition } of rules) {
      const { decimals } = file.program;
      expect(checkRule(definition, { ruleId, decimals, rules })).toEqual({ definition });
    }
  });

  it.each(file.cases)('$name', (golden) => {
    const { ruleSet, decimals } = compileCase(file, golden);
    const transaction = transactionOf(golden);
    expect(ruleSet.problemOf(transaction)?.currencyCode).toBe(golden.noRate);
    if (golden.noRate !== undefined) return;

    const counters = countersOf(file, golden, decimals);
    const read = counters.filter((counter) => isRead(counter, ruleSet.readsOf(transaction)));
    const assessed = ruleSet.assess(transaction, read);
    if ('rejection' in assessed) {
      expect(assessed.rejection).toMatchObject({ code: 'CAP_EXCEEDED', rule: golden.rejected });
      return;
    }
    const { lines, tier } = factsOf(assessed.facts);
    expect(lines.map(({ rule, points }) => [rule, points])).toEqual(golden.lines);
    expect(formatMinor(assessed.points, decimals)).toBe(golden.points);
    expect(golden.rejected).toBeUndefined();
    if (golden.tier !== undefined) expect(tier).toBe(golden.tier);
    if (golden.clears !== undefined) expect(JSON.parse(JSON.stringify(assessed.clearing))).toBe(golden.clears);
    if (golden.counts !== undefined) expect(countsOf(assessed.adds, decimals)).toEqual(golden.counts);
    takeBackAll(ruleSet, transaction, assessed, golden.takeBack ?? [], decimals);
  });
});

function isRead({ owner, key }: Counter, ranges: readonly { owner: string; from: string; to: string }[]): boolean {
  return ranges.some((range) => range.owner === owner && range.from <= key && key <= range.to);
}

it('is a good sixty cases', () => {
  const cases = files.flatMap((name) => {
    return (JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as GoldenFile).cases;
  });
  expect(cases.length).toBeGreaterThanOrEqual(60);
  for (const { name, worked } of cases) expect(worked, name).not.toBe('');
});
