import type { RuleDefinition } from '../src/earning/rules/ruleDefinition.ts';

interface Rule {
  readonly ruleId: string;
  readonly definition: RuleDefinition;
}

const CATEGORIES = 40;

/** The category of a purchase that the rules know; the rules of all others do not apply to it. */
export function anyCategory(): string {
  return `category-${Math.floor(Math.random() * CATEGORIES)}`;
}

/**
 * A program of that many rules, at least five: a base rule, a tier policy, a cap for each member and month, a tier
 * bonus, and for the rest multipliers, one or more a category.
 */
export function benchRules(number: number): readonly Rule[] {
  const multipliers = Array.from({ length: number - 4 }, (_, index): Rule => {
    const categories = [`category-${index % CATEGORIES}`];
    const factor = `1.${String(1 + (index % 9))}`;
    return {
      ruleId: `multiplier-${index}`,
      definition: { kind: 'MULTIPLIER', name: `Multiplier ${index}`, when: { categories }, factor },
    };
  });
  return [
    {
      ruleId: 'base',
      definition: {
        kind: 'BASE',
        name: 'A point a dollar',
        when: { kinds: ['PURCHASE'] },
        award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'USD', points: '1' }] },
      },
    },
    {
      ruleId: 'monthly',
      definition: {
        kind: 'CAP',
        name: 'A member and month',
        when: {},
        per: 'MEMBER',
        period: 'MONTH',
        points: '1000000000',
        exceeding: 'TRIM',
      },
    },
    {
      ruleId: 'gold',
      definition: {
        kind: 'TIER_BONUS',
        name: 'Gold',
        when: { tiers: ['gold'] },
        bonus: { type: 'PERCENT', percent: '10' },
      },
    },
    {
      ruleId: 'policy',
      definition: {
        kind: 'POLICY',
        name: 'Policy',
        baseRules: 'BEST',
        multipliers: 'BEST',
        rounding: 'HALF_UP',
        shortfall: 'DEBT',
        clearing: [],
        tiers: {
          period: 'CALENDAR_YEAR',
          graceDays: 30,
          qualifyingKinds: ['PURCHASE'],
          levels: [
            { code: 'member', name: 'Member', from: '0' },
            { code: 'gold', name: 'Gold', from: '1000' },
          ],
        },
      },
    },
    ...multipliers,
  ];
}
