import { z } from 'zod';
import { currencyDecimals } from '../../currencyDecimals.ts';
import { conditionsSchema } from './conditionsSchema.ts';
import { decimal, listOf, nameText, ruleIdText, tierCode } from './parts.ts';

const points = decimal('points', { decimals: 6 });
const currencyCode = z
  .string({ error: 'is a currency code of ISO 4217, like USD' })
  .refine((code) => currencyDecimals(code) !== null, { error: 'is no currency code of ISO 4217, like USD' });
const amount = decimal('an amount', { decimals: 4, zero: true });
const kind = z.enum(['PURCHASE', 'MILESTONE', 'RECOGNITION'], { error: 'is PURCHASE, MILESTONE or RECOGNITION' });

const rate = z.strictObject({ currencyCode, points, minimumAmount: amount.optional() });
const minimum = z.strictObject({ currencyCode, amount });

const award = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('PER_AMOUNT'), rates: listOf(rate, 'rates', 200, 'currencyCode') }),
    z.strictObject({
      type: z.literal('FLAT'),
      points,
      minimums: listOf(minimum, 'minimums', 200, 'currencyCode').optional(),
    }),
  ],
  { error: 'has a type, PER_AMOUNT or FLAT' },
);

const bonus = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('PERCENT'), percent: decimal('a percentage', { decimals: 4, most: 10_000 }) }),
    z.strictObject({ type: z.literal('FLAT'), points }),
  ],
  { error: 'has a type, PERCENT or FLAT' },
);

const level = z.strictObject({ code: tierCode, name: nameText, from: decimal('points', { decimals: 6, zero: true }) });

const tiers = z.strictObject({
  period: z.enum(['CALENDAR_YEAR', 'ROLLING_YEAR', 'EVER'], { error: 'is CALENDAR_YEAR, ROLLING_YEAR or EVER' }),
  graceDays: z.int({ error: 'is a whole number of days' }).min(0, 'is at least 0').max(731, 'is at most 731'),
  qualifyingKinds: listOf(kind, 'kinds', 3),
  levels: listOf(level, 'levels', 20, 'code'),
});

const clearing = z.strictObject({
  kinds: listOf(kind, 'kinds', 3),
  afterDays: z
    .int({ error: 'is a whole number of days, or null for a signal alone' })
    .min(0, 'is at least 0')
    .max(731, 'is at most 731')
    .nullable(),
});

const common = { name: nameText, when: conditionsSchema };

/** The shape of a rule as it is kept. What it says of other rules and of its program is for checkRule to see. */
export const ruleSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('BASE'), ...common, award }),
    z.strictObject({
      kind: z.literal('MULTIPLIER'),
      ...common,
      factor: decimal('a factor', { decimals: 4, more: 1, most: 1_000 }),
    }),
    z.strictObject({ kind: z.literal('TIER_BONUS'), ...common, bonus }),
    z.strictObject({
      kind: z.literal('CAP'),
      ...common,
      rules: listOf(ruleIdText, 'rules', 500).optional(),
      per: z.enum(['MEMBER', 'PROGRAM'], { error: 'is MEMBER or PROGRAM' }),
      period: z.enum(['TRANSACTION', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'CAMPAIGN'], {
        error: 'is TRANSACTION, DAY, WEEK, MONTH, QUARTER, YEAR or CAMPAIGN',
      }),
      points: decimal('points', { decimals: 6, most: 999_999_999_999_999 }),
      exceeding: z.enum(['TRIM', 'REFUSE'], { error: 'is TRIM or REFUSE' }),
    }),
    z.strictObject({
      kind: z.literal('POLICY'),
      name: nameText,
      baseRules: z.enum(['BEST', 'SUM'], { error: 'is BEST or SUM' }),
      multipliers: z.enum(['BEST', 'SUM', 'PRODUCT'], { error: 'is BEST, SUM or PRODUCT' }),
      rounding: z.enum(['DOWN', 'HALF_UP', 'HALF_EVEN'], { error: 'is DOWN, HALF_UP or HALF_EVEN' }),
      shortfall: z.enum(['WITHIN_BALANCE', 'DEBT', 'REFUSE'], { error: 'is WITHIN_BALANCE, DEBT or REFUSE' }),
      clearing: z.array(clearing, { error: 'is a list' }).max(3, 'names at most the 3 kinds'),
      tiers: tiers.nullable(),
    }),
  ],
  { error: 'is a rule: its kind is BASE, MULTIPLIER, TIER_BONUS, CAP or POLICY' },
);
