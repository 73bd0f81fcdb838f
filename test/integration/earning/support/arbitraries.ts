import * as fc from 'fast-check';
import type { CapRule, Conditions, PolicyRule, RuleDefinition } from '../../../../src/earning/rules/ruleDefinition.ts';
import type { RecordTransactionInput } from '../../../../src/earning/earningUseCases.ts';
import { aTierPolicy } from '../../../doubles/rules.ts';
import { day } from './useEarning.ts';

export type Sent = Omit<RecordTransactionInput, 'transactionId'>;

const KINDS = ['PURCHASE', 'MILESTONE', 'RECOGNITION'] as const;
const CATEGORIES = ['books', 'food', 'fuel'] as const;
const MERCHANTS = ['shop-1', 'shop-2'] as const;
const BASES = ['base-1', 'base-2'] as const;

/** No condition at all, or now and then some of them: rules are to meet, and caps to be reached. */
const someOf = <Value>(values: readonly Value[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
  );

const points = fc.integer({ min: 1, max: 4_000 }).map((hundredths) => String(hundredths / 100));

const conditions: fc.Arbitrary<Conditions> = fc
  .record({ kinds: someOf(KINDS), categories: someOf(CATEGORIES), merchants: someOf(MERCHANTS) })
  .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)));

const base: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('BASE' as const),
  name: fc.constant('Base'),
  when: conditions,
  award: fc.oneof(
    fc.record({ type: fc.constant('FLAT' as const), points }),
    fc.record({
      type: fc.constant('PER_AMOUNT' as const),
      rates: fc.tuple(points, points).map(([usd, eur]) => [
        { currencyCode: 'USD', points: usd },
        { currencyCode: 'EUR', points: eur, minimumAmount: '5' },
      ]),
    }),
  ),
});

const multiplier: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('MULTIPLIER' as const),
  name: fc.constant('Multiplier'),
  when: conditions,
  factor: fc.integer({ min: 101, max: 350 }).map((hundredths) => String(hundredths / 100)),
});

const bonus: fc.Arbitrary<RuleDefinition> = fc.record({
  kind: fc.constant('TIER_BONUS' as const),
  name: fc.constant('Bonus'),
  when: conditions.map((when) => ({ ...when, tiers: ['gold'] })),
  bonus: fc.oneof(
    fc.record({ type: fc.constant('FLAT' as const), points }),
    fc.record({ type: fc.constant('PERCENT' as const), percent: points }),
  ),
});

const cap: fc.Arbitrary<CapRule> = fc
  .record({
    kind: fc.constant('CAP' as const),
    name: fc.constant('Cap'),
    when: conditions,
    rules: fc.option(fc.subarray([...BASES], { minLength: 1 }), { nil: undefined }),
    per: fc.constantFrom('MEMBER', 'PROGRAM'),
    period: fc.constantFrom('TRANSACTION', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
    points: fc.integer({ min: 1, max: 400 }).map(String),
    refuses: fc.boolean(),
  })
  .map(toCap);

/** What is absent asks for nothing, and only a cap per transaction may refuse. */
function toCap(
  parts: Omit<CapRule, 'rules' | 'exceeding'> & { rules: string[] | undefined; refuses: boolean },
): CapRule {
  const { refuses, rules, ...rule } = parts;
  const exceeding = refuses && rule.period === 'TRANSACTION' ? 'REFUSE' : 'TRIM';
  return rules === undefined ? { ...rule, exceeding } : { ...rule, rules, exceeding };
}

const policy: fc.Arbitrary<PolicyRule> = fc.record({
  kind: fc.constant('POLICY' as const),
  name: fc.constant('Policy'),
  baseRules: fc.constantFrom('BEST', 'SUM'),
  multipliers: fc.constantFrom('BEST', 'SUM', 'PRODUCT'),
  rounding: fc.constantFrom('DOWN', 'HALF_UP', 'HALF_EVEN'),
  shortfall: fc.constantFrom('WITHIN_BALANCE', 'DEBT', 'REFUSE'),
  clearing: fc.constantFrom(
    [],
    [{ kinds: ['PURCHASE' as const], afterDays: 3 }],
    [{ kinds: ['MILESTONE' as const], afterDays: null }],
  ),
  tiers: fc.constant(aTierPolicy('150')),
});

/** A program's rules by their ids, valid beside one another. */
export const someRules: fc.Arbitrary<ReadonlyMap<string, RuleDefinition>> = fc
  .record({
    bases: fc.tuple(base, base),
    extras: fc.array(fc.oneof(multiplier, bonus), { maxLength: 4 }),
    caps: fc.array(cap, { maxLength: 4 }),
    policy,
  })
  .map(
    ({ bases, extras, caps, policy }) =>
      new Map<string, RuleDefinition>([
        ['policy', policy],
        ...bases.map((rule, index) => [BASES[index] ?? '', rule] as const),
        ...extras.map((rule, index) => [`extra-${index}`, rule] as const),
        ...caps.map((rule, index) => [`cap-${index}`, rule] as const),
      ]),
  );

/** A transaction of one of two members on one of three days, long before day 30. */
export const someTransaction: fc.Arbitrary<Sent> = fc.record({
  memberId: fc.constantFrom('m-1', 'm-2'),
  kind: fc.constantFrom(...KINDS),
  amount: fc.option(
    fc.record({
      amount: fc.integer({ min: 0, max: 20_000 }).map((cents) => String(cents / 100)),
      currencyCode: fc.constantFrom('USD', 'USD', 'USD', 'EUR', 'GBP'),
    }),
  ),
  category: fc.option(fc.constantFrom(...CATEGORIES)),
  merchantId: fc.option(fc.constantFrom(...MERCHANTS)),
  occurredAt: fc.tuple(fc.constantFrom(14, 15, 27), fc.nat(23)).map(([days, hours]) => day(days, hours)),
});
