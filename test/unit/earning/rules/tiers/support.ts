import type { TierPolicy } from '../../../../../src/earning/rules/ruleDefinition.ts';
import { qualifyingAdds } from '../../../../../src/earning/rules/tiers/qualifying.ts';
import type { Counter, CounterRange } from '../../../../../src/ledger/counters.ts';
import { parseDay } from '../../../../../src/ledger/day.ts';

/** Basic, silver from 100 and gold from 300 points. */
export function aTierPolicy(changes: Partial<TierPolicy> = {}): TierPolicy {
  return {
    period: 'CALENDAR_YEAR',
    graceDays: 0,
    qualifyingKinds: ['PURCHASE'],
    levels: [
      { code: 'basic', name: 'Basic', from: '0' },
      { code: 'silver', name: 'Silver', from: '100' },
      { code: 'gold', name: 'Gold', from: '300' },
    ],
    ...changes,
  };
}

/** What a member's counters of those days say of the ranges, as the ledger reads them. */
export function read(ranges: readonly CounterRange[], earned: Readonly<Record<string, bigint>>): Counter[] {
  const values = new Map<string, bigint>();
  for (const [day, points] of Object.entries(earned)) {
    for (const { key, amount } of qualifyingAdds(parseDay(day), points)) {
      values.set(key, (values.get(key) ?? 0n) + amount);
    }
  }
  return [...values]
    .filter(([key]) => ranges.some(({ from, to }) => from <= key && key <= to))
    .map(([key, value]) => ({ owner: 'account', key, value }));
}
