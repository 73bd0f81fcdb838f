import type { RuleDefinition, TierPolicy } from '../../../../src/earning/rules/ruleDefinition.ts';
import { DEFAULT_POLICY } from '../../../../src/earning/rules/ruleDefinition.ts';
import type { Graph } from './startGraph.ts';

/** Silver from 100 points, gold from 500, in a calendar year and for no day longer. */
export const TIERS: TierPolicy = {
  period: 'CALENDAR_YEAR',
  graceDays: 0,
  qualifyingKinds: ['PURCHASE'],
  levels: [
    { code: 'basic', name: 'Basic', from: '0' },
    { code: 'silver', name: 'Silver', from: '100' },
    { code: 'gold', name: 'Gold', from: '500' },
  ],
};

/**
 * A point a dollar, half as much again for books, at most 1,000 points a purchase or it is refused; 50 points for a
 * milestone, which wait for a signal.
 */
export const RULES: Readonly<Record<string, RuleDefinition>> = {
  policy: {
    ...DEFAULT_POLICY,
    clearing: [{ kinds: ['MILESTONE'], afterDays: null }],
    tiers: TIERS,
  },
  purchase: {
    kind: 'BASE',
    name: 'A point a dollar',
    when: { kinds: ['PURCHASE'] },
    award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'USD', points: '1' }] },
  },
  books: { kind: 'MULTIPLIER', name: 'Books', when: { categories: ['books'] }, factor: '1.5' },
  limit: {
    kind: 'CAP',
    name: 'Limit',
    when: {},
    per: 'MEMBER',
    period: 'TRANSACTION',
    points: '1000',
    exceeding: 'REFUSE',
  },
  milestone: {
    kind: 'BASE',
    name: 'Milestone',
    when: { kinds: ['MILESTONE'] },
    award: { type: 'FLAT', points: '50' },
  },
};

/** Puts rules into a program of the graph, in force at once. */
export async function giveRules(
  { services }: Graph,
  programId: string,
  rules: Readonly<Record<string, RuleDefinition>> = RULES,
): Promise<void> {
  for (const [ruleId, definition] of Object.entries(rules)) {
    const version = { programId, ruleId, expectedVersion: 0, definition, effectiveFrom: null };
    const added = await services.earningRules.add({ ...version, changedBy: 'test', reason: null });
    if (typeof added === 'string') throw new Error(`the rule ${ruleId} was not added: ${added}`);
  }
}
