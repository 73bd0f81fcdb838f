import type { Counter, CounterRange } from '../../../ledger/counters.ts';
import type { Day } from '../../../ledger/day.ts';
import type { Minor } from '../../../ledger/points.ts';
import { decimalOf, roundUp } from '../decimal.ts';
import type { TierPolicy } from '../ruleDefinition.ts';
import {
  dayKey,
  firstOfYear,
  type QualifyingDay,
  qualifyingDays,
  qualifyingYears,
  yearKey,
  yearOf,
} from './qualifying.ts';
import { lastDay, levelOn, type TierStep, tierSteps } from './tierSteps.ts';

export type TierLevel = TierPolicy['levels'][number];

/** A member's tier on a day. */
export interface TierStanding {
  readonly level: TierLevel;
  /** In the period that the day falls into, up to that day. */
  readonly qualifyingPoints: Minor;
  /** Null: there is no higher level. */
  readonly next: { readonly level: TierLevel; readonly missingPoints: Minor } | null;
  /** The last day of this level or a higher one if nothing more is earned; null: it is for ever. */
  readonly until: Day | null;
}

/** The account's counters that the standing on a day needs. */
export function tierReads({ period, graceDays }: TierPolicy, day: Day): CounterRange[] {
  if (period === 'ROLLING_YEAR') {
    return [{ owner: 'account', from: dayKey(day - 364 - graceDays), to: dayKey(day) }];
  }
  const year = yearOf(day);
  const oldest = period === 'EVER' ? 0 : yearOf(day - graceDays);
  const thisYear: CounterRange = { owner: 'account', from: dayKey(firstOfYear(year)), to: dayKey(day) };
  if (oldest >= year) return [thisYear];
  return [thisYear, { owner: 'account', from: yearKey(oldest), to: yearKey(year - 1) }];
}

/** The standing on a day by the counters that tierReads names; what more there is of days is passed over. */
export function standingAt(policy: TierPolicy, counters: readonly Counter[], day: Day, decimals: number): TierStanding {
  const steps = tierSteps(policy, decimals, daysUntil(policy, counters, day));
  const place = levelOn(steps, policy.graceDays, day);
  const level = policy.levels[place];
  if (level === undefined) throw new RangeError('the policy has no levels');
  const qualifyingPoints = steps.findLast(({ from }) => from <= day)?.sum ?? 0n;
  const above = policy.levels[place + 1];
  return {
    level,
    qualifyingPoints,
    next:
      above === undefined
        ? null
        : { level: above, missingPoints: roundUp(decimalOf(above.from), decimals) - qualifyingPoints },
    until: place === 0 ? null : keptUntil(policy, steps, place),
  };
}

function daysUntil({ period }: TierPolicy, counters: readonly Counter[], day: Day): QualifyingDay[] {
  const days = qualifyingDays(counters).filter((one) => one.day <= day);
  if (period === 'ROLLING_YEAR') return days;
  // A year that is over is known by its sum; its days are not read.
  const begin = firstOfYear(yearOf(day));
  const years = qualifyingYears(counters).filter((one) => one.day < begin);
  return [...years, ...days.filter((one) => one.day >= begin)];
}

function keptUntil(policy: TierPolicy, steps: readonly TierStep[], place: number): Day | null {
  const index = steps.findLastIndex(({ level }) => level >= place);
  const last = lastDay(steps, index);
  return last === Infinity ? null : last + policy.graceDays;
}
