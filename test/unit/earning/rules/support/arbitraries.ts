import * as fc from 'fast-check';
import type { NamedRule } from '../../../../../src/earning/rules/compiled/compiledRules.ts';
import type {
  CapRule,
  Conditions,
  PolicyRule,
  RuleDefinition,
  TierPolicy,
} from '../../../../../src/earning/rules/ruleDefinition.ts';
import type { Transaction } from '../../../../../src/earning/transaction.ts';

export const PROGRAM = { decimals: 1, timeZone: 'America/New_York' };

const START = Date.parse('2026-10-20T00:00:00Z');
const DAY = 86_400_000;
const TIERS = ['member', 'silver', 'gold'];

const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });
const decimal = (most: number, decimals: number) =>
  fc.integer({ min: 1, max: most * 10 ** decimals }).map((units) => (units / 10 ** decimals).toString());

const instant = fc.integer({ min: 0, max: 60 * 24 }).map((hours) => START + hours * 3_600_000);
const window = fc.record(
  {
    start: instant.map((at) => new Date(at - 20 * DAY).toISOString()),
    end: instant.map((at) => new Date(at + 41 * DAY).toISOString()),
    daysOfWeek: some(['MONDAY', 'WEDNESDAY', 'FRIDAY', 'SUNDAY'] as const),
    hours: fc.constantFrom({ from: '08:00', until: '20:00' }, { from: '22:00', until: '06:00' }),
  },
  { requiredKeys: [] },
);

const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    kinds: some(['PURCHASE', 'MILESTONE', 'RECOGNITION'] as const),
    categories: some(['books', 'food']),
    merchants: some(['acme', 'shop']),
    tiers: some(TIERS),
    window,
  },
  { requiredKeys: [] },
);

const award = fc.oneof(
  fc.record({
    type: fc.constant('PER_AMOUNT' as const),
    rates: fc
      .record({ points: decimal(3, 3), minimumAmount: decimal(100, 0) }, { requiredKeys: ['points'] })
      .map((rate) => [{ currencyCode: 'USD', ...rate }]),
  }),
  fc.record({ type: fc.constant('FLAT' as const), points: decimal(200, 1) }),
);

export const baseRule: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('BASE'),
  name: fc.constant('Base'),
  when: conditions,
  award,
});

export const multiplierRule: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('MULTIPLIER'),
  name: fc.constant('Multiplier'),
  when: conditions,
  factor: decimal(3, 2).map((text) => (1 + Number(text)).toFixed(2).replace(/\.?0+$/, '')),
});

const bonusRule: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('TIER_BONUS'),
  name: fc.constant('Bonus'),
  when: fc.tuple(conditions, some(TIERS)).map(forTiers),
  bonus: fc.oneof(
    fc.record({ type: fc.constant('PERCENT' as const), percent: decimal(50, 2) }),
    fc.record({ type: fc.constant('FLAT' as const), points: decimal(20, 2) }),
  ),
});

const capRule: fc.Arbitrary<CapRule> = fc
  .record(
    {
      when: conditions,
      rules: some(['base-0', 'base-1', 'multiplier-0', 'multiplier-1', 'bonus-0']),
      per: fc.constantFrom('MEMBER' as const, 'PROGRAM' as const),
      period: fc.constantFrom('TRANSACTION', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'CAMPAIGN' as const),
      points: decimal(300, 1),
    },
    { requiredKeys: ['when', 'per', 'period', 'points'] },
  )
  .map(trimming);

const levels: TierPolicy['levels'] = TIERS.map((code, index) => ({ code, name: code, from: `${index * 150}` }));

export const policyRule: fc.Arbitrary<PolicyRule> = fc.record({
  kind: fc.constant('POLICY'),
  name: fc.constant('Policy'),
  baseRules: fc.constantFrom('BEST', 'SUM'),
  multipliers: fc.constantFrom('BEST', 'SUM', 'PRODUCT'),
  rounding: fc.constantFrom('DOWN', 'HALF_UP', 'HALF_EVEN'),
  shortfall: fc.constant('DEBT'),
  clearing: fc.constant([]),
  tiers: fc.record({
    period: fc.constantFrom('CALENDAR_YEAR', 'ROLLING_YEAR', 'EVER'),
    graceDays: fc.nat({ max: 40 }),
    qualifyingKinds: some(['PURCHASE', 'MILESTONE'] as const),
    levels: fc.constant(levels),
  }),
});

const named = (prefix: string, rules: readonly RuleDefinition[]): NamedRule[] =>
  rules.map((definition, index) => ({ ruleId: `${prefix}-${index}`, definition }));

/** A program's rules; a wide base is among them, so that most transactions earn something. */
export function ruleSets(caps: fc.Arbitrary<readonly CapRule[]> = fc.array(capRule, { maxLength: 5 })) {
  return fc
    .record({
      policy: policyRule,
      bases: fc.array(baseRule, { minLength: 1, maxLength: 4 }),
      multipliers: fc.array(multiplierRule, { maxLength: 4 }),
      bonuses: fc.array(bonusRule, { maxLength: 2 }),
      caps,
    })
    .map(together);
}
export const memberCapsOnly = fc.array(capRule.map(perMember), { maxLength: 5 });
export const noCaps = fc.constant([]);

export const transaction: fc.Arbitrary<Transaction> = fc.record({
  id: fc.uuid(),
  memberId: fc.constantFrom('ann', 'bob'),
  kind: fc.constantFrom('PURCHASE', 'MILESTONE', 'RECOGNITION'),
  amount: fc.option(
    fc.nat({ max: 40_000 }).map((cents) => ({ amount: (cents / 100).toString(), currencyCode: 'USD' })),
    { freq: 6 },
  ),
  category: fc.constantFrom('books', 'food', 'toys', null),
  merchantId: fc.constantFrom('acme', 'shop', null),
  occurredAt: fc.integer({ min: 0, max: 45 * 24 * 60 }).map((minutes) => new Date(START + minutes * 60_000)),
});

function forTiers([when, tiers]: readonly [Conditions, string[]]): Conditions {
  return { ...when, tiers };
}

function trimming(cap: Omit<CapRule, 'kind' | 'name' | 'exceeding'>): CapRule {
  return { kind: 'CAP', name: 'Cap', exceeding: 'TRIM', ...cap };
}

function perMember(cap: CapRule): CapRule {
  return { ...cap, per: 'MEMBER' };
}

interface Parts {
  readonly policy: PolicyRule;
  readonly bases: readonly RuleDefinition[];
  readonly multipliers: readonly RuleDefinition[];
  readonly bonuses: readonly RuleDefinition[];
  readonly caps: readonly CapRule[];
}

function together({ policy, bases, multipliers, bonuses, caps }: Parts): NamedRule[] {
  return [
    { ruleId: 'policy', definition: policy },
    {
      ruleId: 'wide',
      definition: {
        kind: 'BASE',
        name: 'Wide',
        when: {},
        award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'USD', points: '0.75' }] },
      },
    },
    ...named('base', bases),
    ...named('multiplier', multipliers),
    ...named('bonus', bonuses),
    ...named('cap', caps),
  ];
}
