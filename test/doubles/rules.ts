import {
  type BaseRule,
  type CapRule,
  DEFAULT_POLICY,
  type MultiplierRule,
  type PolicyRule,
} from '../../src/earning/rules/ruleDefinition.ts';

/** Points for each dollar of a purchase, changed where it says. */
export function aBase(points = '1', changes: Partial<BaseRule> = {}): BaseRule {
  return {
    kind: 'BASE',
    name: 'Points a dollar',
    when: { kinds: ['PURCHASE'] },
    award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'USD', points }] },
    ...changes,
  };
}

/** So many points for each transaction, whatever its amount. */
export function aFlat(points: string, changes: Partial<BaseRule> = {}): BaseRule {
  return { kind: 'BASE', name: 'Points a time', when: {}, award: { type: 'FLAT', points }, ...changes };
}

export function aMultiplier(factor: string, changes: Partial<MultiplierRule> = {}): MultiplierRule {
  return { kind: 'MULTIPLIER', name: 'More', when: {}, factor, ...changes };
}

/** Trims what a member earns in a day, changed where it says. */
export function aCap(points: string, changes: Partial<CapRule> = {}): CapRule {
  return {
    kind: 'CAP',
    name: 'Not more',
    when: {},
    per: 'MEMBER',
    period: 'DAY',
    points,
    exceeding: 'TRIM',
    ...changes,
  };
}

export function aPolicy(changes: Partial<PolicyRule> = {}): PolicyRule {
  return { ...DEFAULT_POLICY, ...changes };
}

/** Two levels by a calendar year's purchases. */
export function aTierPolicy(gold = '100'): NonNullable<PolicyRule['tiers']> {
  return {
    period: 'CALENDAR_YEAR',
    graceDays: 0,
    qualifyingKinds: ['PURCHASE'],
    levels: [
      { code: 'member', name: 'Member', from: '0' },
      { code: 'gold', name: 'Gold', from: gold },
    ],
  };
}
