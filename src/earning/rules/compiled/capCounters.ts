import type { Counter, CounterOwner, CounterRange } from '../../../ledger/counters.ts';
import type { Day } from '../../../ledger/day.ts';
import type { CapRule } from '../ruleDefinition.ts';
import { periodKey } from './periodKey.ts';

/** Where what is used of a cap is counted. */
export interface CapCounter {
  readonly owner: CounterOwner;
  readonly key: string;
}

/**
 * The counter of a cap for transactions of a day of the program; null: it counts nothing between transactions. A campaign
 * is known by its start: its end may be moved, and next year's campaign under the same rule has used nothing yet.
 */
export function capCounter(ruleId: string, { per, period, when }: CapRule, day: Day): CapCounter | null {
  const name = period === 'CAMPAIGN' ? campaignKey(when.window?.start) : periodKey(period, day);
  return name === null ? null : { owner: per === 'MEMBER' ? 'account' : 'program', key: `c:${ruleId}:${name}` };
}

export function rangeOf({ owner, key }: CapCounter): CounterRange {
  return { owner, from: key, to: key };
}

/** Counters by owner and key; what is not there stands at 0. */
export interface Tally {
  valueOf(counter: CapCounter): bigint;
}

export function tallyOf(counters: readonly Counter[]): Tally {
  const values = new Map(counters.map(({ owner, key, value }) => [`${owner} ${key}`, value]));
  return { valueOf: ({ owner, key }) => values.get(`${owner} ${key}`) ?? 0n };
}

function campaignKey(start: string | undefined): string {
  return start === undefined ? 'campaign' : `campaign-${new Date(start).toISOString()}`;
}
