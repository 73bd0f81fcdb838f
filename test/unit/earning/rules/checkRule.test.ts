import { describe, expect, it } from 'vitest';
import { checkRetirement, checkRule, type RuleContext } from '../../../../src/earning/rules/checkRule.ts';
import { DEFAULT_POLICY, type RuleDefinition } from '../../../../src/earning/rules/ruleDefinition.ts';

const levels = [
  { code: 'member', name: 'Member', from: '0' },
  { code: 'gold', name: 'Gold', from: '100' },
];
const policy = {
  ...DEFAULT_POLICY,
  tiers: { period: 'EVER' as const, graceDays: 0, qualifyingKinds: ['PURCHASE' as const], levels },
};
const base = { kind: 'BASE', name: 'Base', when: {}, award: { type: 'FLAT', points: '1' } } as const;
const cap = {
  kind: 'CAP',
  name: 'Cap',
  when: {},
  per: 'MEMBER',
  period: 'DAY',
  points: '5',
  exceeding: 'TRIM',
} as const;
const gold = { kind: 'MULTIPLIER', name: 'Gold', when: { tiers: ['gold'] }, factor: '2' } as const;
const rules: readonly { ruleId: string; definition: RuleDefinition }[] = [
  { ruleId: 'policy', definition: policy },
  { ruleId: 'base', definition: base },
  { ruleId: 'capped', definition: { ...cap, rules: ['base'] } },
  { ruleId: 'gold', definition: gold },
];
const context = (ruleId = 'new'): RuleContext => ({ ruleId, decimals: 0, rules });
const window = { start: '2026-12-01T00:00:00Z', end: '2026-12-02T00:00:00Z' };

describe('a rule is refused with the place and the reason', () => {
  it.each<[what: string, definition: unknown, path: string, ruleId?: string]>([
    ['no rule at all', 'rule', ''],
    ['an unknown kind', { ...base, kind: 'BONUS' }, 'kind'],
    ['an unknown key', { ...base, when: { color: ['red'] } }, 'when.color'],
    ['a number in place of text', { ...base, award: { type: 'FLAT', points: 1 } }, 'award.points'],
    ['no number', { ...base, award: { type: 'FLAT', points: 'many' } }, 'award.points'],
    ['nothing', { ...base, award: { type: 'FLAT', points: '0' } }, 'award.points'],
    ['too many decimals', { ...gold, factor: '1.00001' }, 'factor'],
    ['a factor of one', { ...gold, factor: '1' }, 'factor'],
    ['an unknown currency', { ...base, when: { currencies: ['USX'] } }, 'when.currencies[0]'],
    ['an unknown day', { ...base, when: { window: { daysOfWeek: ['MON'] } } }, 'when.window.daysOfWeek[0]'],
    ['no instant', { ...base, when: { window: { start: '2026-02-30T00:00:00Z' } } }, 'when.window.start'],
    ['an end before its start', { ...base, when: { window: { ...window, end: window.start } } }, 'when.window.end'],
    [
      'a time that is none',
      { ...base, when: { window: { hours: { from: '25:00', until: '09:00' } } } },
      'when.window.hours.from',
    ],
    ['an empty list', { ...base, when: { kinds: [] } }, 'when.kinds'],
    ['a name twice', { ...base, when: { categories: ['a', 'a'] } }, 'when.categories[1]'],
    ['an unknown tier', { ...base, when: { tiers: ['silver'] } }, 'when.tiers[0]'],
    [
      'a bonus without tiers',
      { kind: 'TIER_BONUS', name: 'B', when: {}, bonus: { type: 'FLAT', points: '1' } },
      'when.tiers',
    ],
    ['a refusing period cap', { ...cap, exceeding: 'REFUSE' }, 'exceeding'],
    [
      'a campaign without an end',
      { ...cap, period: 'CAMPAIGN', when: { window: { start: window.start } } },
      'when.window.end',
    ],
    ['a cap finer than points', { ...cap, points: '1.5' }, 'points'],
    ['a cap on a rule that is not there', { ...cap, rules: ['none'] }, 'rules[0]'],
    ['a cap on a cap', { ...cap, rules: ['capped'] }, 'rules[0]'],
    ['a policy by another id', policy, 'kind'],
    ['another rule by the id policy', base, 'kind', 'policy'],
    [
      'levels that do not ascend',
      { ...policy, tiers: { ...policy.tiers, levels: levels.toReversed() } },
      'tiers.levels[0].from',
      'policy',
    ],
    ['a tier that a rule still names', { ...policy, tiers: null }, 'tiers', 'policy'],
    [
      'a kind that clears twice',
      {
        ...policy,
        clearing: [
          { kinds: ['PURCHASE'], afterDays: 1 },
          { kinds: ['PURCHASE'], afterDays: 2 },
        ],
      },
      'clearing[1].kinds',
      'policy',
    ],
  ])('%s', (_, definition, path, ruleId) => {
    const checked = checkRule(definition, context(ruleId));
    if (!('problems' in checked)) throw new Error('nothing is wrong with it');
    expect(checked.problems.map((problem) => problem.path)).toContain(path);
    for (const { message } of checked.problems) expect(message).toMatch(/\.$/);
  });
});

it('keeps numbers in their one spelling', () => {
  const checked = checkRule({ ...gold, factor: '1.50' }, context('gold'));
  expect(checked).toEqual({ definition: { ...gold, factor: '1.5' } });
});

it('does not retire what others name', () => {
  expect(checkRetirement(context('base'))).toHaveLength(1);
  expect(checkRetirement(context('policy'))).toHaveLength(1);
  expect(checkRetirement(context('gold'))).toEqual([]);
});
