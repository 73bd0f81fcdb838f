import { describe, expect, test } from 'vitest';
import { checkActivityRange } from '../../../src/graphql/activityOf.ts';
import type { RuleDefinition } from '../../../src/earning/rules/ruleDefinition.ts';
import { earningKeyOf } from '../../../src/graphql/earningKeyOf.ts';
import type { EarningRuleDefinitionInput } from '../../../src/graphql/generated/types.ts';
import { draftOf } from '../../../src/graphql/rules/draftOf.ts';
import { ruleDefinitionOf } from '../../../src/graphql/rules/ruleDefinitionOf.ts';
import { toRuleDefinition } from '../../../src/graphql/rules/toRuleDefinition.ts';

const name = 'A rule';
const START = '2026-12-01T00:00:00.000Z';

/** What a client sends, as the scalars parsed it, and the rule that it means. */
const RULES: readonly (readonly [what: string, input: EarningRuleDefinitionInput, rule: RuleDefinition])[] = [
  [
    'a base rule by rates',
    {
      name,
      base: {
        when: { kinds: ['PURCHASE'], categories: ['grocery'], merchants: null },
        award: {
          rates: [
            { currencyCode: 'USD', points: '0.5', minimumAmount: null },
            { currencyCode: 'EUR', points: '1', minimumAmount: '5' },
          ],
        },
      },
    },
    {
      kind: 'BASE',
      name,
      when: { kinds: ['PURCHASE'], categories: ['grocery'] },
      award: {
        type: 'PER_AMOUNT',
        rates: [
          { currencyCode: 'USD', points: '0.5' },
          { currencyCode: 'EUR', points: '1', minimumAmount: '5' },
        ],
      },
    },
  ],
  [
    'a base rule of a flat number, for everything',
    { name, base: { award: { points: '50', minimums: [{ currencyCode: 'USD', amount: '20' }] } } },
    {
      kind: 'BASE',
      name,
      when: {},
      award: { type: 'FLAT', points: '50', minimums: [{ currencyCode: 'USD', amount: '20' }] },
    },
  ],
  [
    'a multiplier in a campaign',
    {
      name,
      multiplier: {
        factor: '1.5',
        when: {
          tiers: ['gold'],
          currencies: ['USD'],
          window: {
            start: new Date(START),
            end: null,
            daysOfWeek: ['MONDAY'],
            hours: { from: '22:00', until: '02:00' },
          },
        },
      },
    },
    {
      kind: 'MULTIPLIER',
      name,
      factor: '1.5',
      when: {
        tiers: ['gold'],
        currencies: ['USD'],
        window: { start: START, daysOfWeek: ['MONDAY'], hours: { from: '22:00', until: '02:00' } },
      },
    },
  ],
  [
    'a tier bonus in percent',
    { name, tierBonus: { when: { tiers: ['gold'] }, bonus: { percent: '12.5' } } },
    { kind: 'TIER_BONUS', name, when: { tiers: ['gold'] }, bonus: { type: 'PERCENT', percent: '12.5' } },
  ],
  [
    'a flat tier bonus',
    { name, tierBonus: { when: { tiers: ['gold'] }, bonus: { points: '5' } } },
    { kind: 'TIER_BONUS', name, when: { tiers: ['gold'] }, bonus: { type: 'FLAT', points: '5' } },
  ],
  [
    'a cap of rules',
    {
      name,
      cap: { when: null, rules: ['purchase'], per: 'MEMBER', period: 'MONTH', points: '1000', exceeding: 'TRIM' },
    },
    {
      kind: 'CAP',
      name,
      when: {},
      rules: ['purchase'],
      per: 'MEMBER',
      period: 'MONTH',
      points: '1000',
      exceeding: 'TRIM',
    },
  ],
  [
    'a policy without tiers',
    {
      name,
      policy: {
        baseRules: 'BEST',
        multipliers: 'SUM',
        rounding: 'HALF_EVEN',
        shortfall: 'DEBT',
        clearing: [{ kinds: ['PURCHASE'], afterDays: 14 }, { kinds: ['MILESTONE'] }],
        tiers: null,
      },
    },
    {
      kind: 'POLICY',
      name,
      baseRules: 'BEST',
      multipliers: 'SUM',
      rounding: 'HALF_EVEN',
      shortfall: 'DEBT',
      clearing: [
        { kinds: ['PURCHASE'], afterDays: 14 },
        { kinds: ['MILESTONE'], afterDays: null },
      ],
      tiers: null,
    },
  ],
  [
    'a policy with tiers',
    {
      name,
      policy: {
        baseRules: 'SUM',
        multipliers: 'PRODUCT',
        rounding: 'DOWN',
        shortfall: 'REFUSE',
        clearing: [],
        tiers: {
          period: 'CALENDAR_YEAR',
          graceDays: 60,
          qualifyingKinds: ['PURCHASE'],
          levels: [{ code: 'basic', name: 'Basic', from: '0' }],
        },
      },
    },
    {
      kind: 'POLICY',
      name,
      baseRules: 'SUM',
      multipliers: 'PRODUCT',
      rounding: 'DOWN',
      shortfall: 'REFUSE',
      clearing: [],
      tiers: {
        period: 'CALENDAR_YEAR',
        graceDays: 60,
        qualifyingKinds: ['PURCHASE'],
        levels: [{ code: 'basic', name: 'Basic', from: '0' }],
      },
    },
  ],
];

describe('a rule', () => {
  test.each(RULES)('%s, as it is sent', (_, input, rule) => {
    expect(toRuleDefinition('input.definition', input)).toEqual(rule);
  });

  test.each(RULES)('%s, shown and sent back, is the same rule', (_, __, rule) => {
    const shown = JSON.parse(JSON.stringify(ruleDefinitionOf(rule)), revive);
    expect(toRuleDefinition('input.definition', shown)).toEqual(rule);
  });

  test('shows null for what it is not', () => {
    const [[, , rule] = []] = RULES;
    expect(rule && ruleDefinitionOf(rule)).toMatchObject({
      multiplier: null,
      tierBonus: null,
      cap: null,
      policy: null,
      base: { when: { merchants: null, window: null }, award: { points: null, minimums: null } },
    });
  });

  test('of fields that exclude each other is left to the check, with all of them', () => {
    const award = { rates: [{ currencyCode: 'USD', points: '1' }], points: '5' };
    expect(toRuleDefinition('input.definition', { name, base: { award } })).toMatchObject({
      award: { type: 'PER_AMOUNT', ...award },
    });
  });

  test.each<[string, EarningRuleDefinitionInput]>([
    ['no part', { name }],
    ['two parts', { name, multiplier: { factor: '2' }, tierBonus: { when: {}, bonus: {} } }],
  ])('of %s is a bad input that names the definition', (_, input) => {
    expect(() => toRuleDefinition('input.definition', input)).toThrow(
      expect.objectContaining({ name: 'BadInput', field: 'input.definition' }),
    );
    expect(() => draftOf({ ruleId: 'r', definition: input }, 3)).toThrow(
      expect.objectContaining({ field: 'input.drafts[3].definition' }),
    );
  });

  test('that a draft does not define is retired', () => {
    expect(draftOf({ ruleId: 'r' }, 0)).toEqual({ ruleId: 'r', definition: null });
  });
});

/** As the scalars would parse it: points are texts and instants are dates. */
function revive(key: string, value: unknown): unknown {
  if (typeof value === 'number' && key !== 'afterDays' && key !== 'graceDays') return String(value);
  return key === 'start' && typeof value === 'string' ? new Date(value) : value;
}

describe('an earning is named', () => {
  test('by its id or by its transaction', () => {
    expect(earningKeyOf({ earningId: 'e' })).toEqual({ earningId: 'e' });
    expect(earningKeyOf({ transactionId: 't', programId: 'p' })).toEqual({ programId: 'p', transactionId: 't' });
    expect(earningKeyOf({ transactionId: 't', earningId: null })).toEqual({ transactionId: 't' });
  });

  test.each([{}, { programId: 'p' }, { earningId: 'e', transactionId: 't' }])('not by %j', (input) => {
    expect(() => earningKeyOf(input)).toThrow(expect.objectContaining({ name: 'BadInput', field: 'input' }));
  });
});

describe('a range of activity', () => {
  test('has a thousand periods at most', () => {
    expect(() => checkActivityRange(0, 999, 'DAY')).not.toThrow();
    expect(() => checkActivityRange(5, 5, 'YEAR')).not.toThrow();
    expect(() => checkActivityRange(0, 1000, 'DAY')).toThrow(expect.objectContaining({ field: 'to' }));
    expect(() => checkActivityRange(0, 28_000, 'MONTH')).toThrow(expect.objectContaining({ field: 'to' }));
  });

  test('does not end before it begins', () => {
    expect(() => checkActivityRange(5, 4, 'DAY')).toThrow('to is before from');
  });
});
