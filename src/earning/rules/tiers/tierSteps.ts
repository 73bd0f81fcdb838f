import type { Day } from '../../../ledger/day.ts';
import type { Minor } from '../../../ledger/points.ts';
import { decimalOf, roundUp } from '../decimal.ts';
import type { TierPolicy } from '../ruleDefinition.ts';
import { firstOfYear, type QualifyingDay, yearOf } from './qualifying.ts';

/** From that day on the period's sum is so much, and earns that level; before the first step it is nothing. */
export interface TierStep {
  readonly from: Day;
  readonly sum: Minor;
  /** A place among the policy's levels. */
  readonly level: number;
}

/** A rolling year: the last 365 days, today included. */
const ROLLING_DAYS = 365;

/** What the periods' sums come to, day by day, if nothing more is earned. The days must be in order. */
export function tierSteps(policy: TierPolicy, decimals: number, days: readonly QualifyingDay[]): TierStep[] {
  const levels = policy.levels.map(({ from }) => roundUp(decimalOf(from), decimals));
  const leaving = days.map(({ day }) => leavesOn(policy.period, day));
  const steps: TierStep[] = [];
  let sum = 0n;
  let entered = 0;
  let left = 0;
  for (;;) {
    const from = Math.min(days[entered]?.day ?? Infinity, leaving[left] ?? Infinity);
    if (from === Infinity) return steps;
    for (; leaving[left] === from; left += 1) sum -= days[left]?.points ?? 0n;
    for (; days[entered]?.day === from; entered += 1) sum += days[entered]?.points ?? 0n;
    steps.push({ from, sum, level: levelOf(levels, sum) });
  }
}

/**
 * The level on a day: what the period's sum earns that day, or earned within the grace time before it. Up at once, and
 * down when the grace time of the last day that earned it is over.
 */
export function levelOn(steps: readonly TierStep[], graceDays: number, day: Day): number {
  let level = 0;
  for (let index = firstLasting(steps, day - graceDays); index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined || step.from > day) break;
    level = Math.max(level, step.level);
  }
  return level;
}

/** The first step that lasts until the day. By halving: of a member of many years there are thousands. */
function firstLasting(steps: readonly TierStep[], day: Day): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lastDay(steps, middle) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last day of a step. */
export function lastDay(steps: readonly TierStep[], index: number): Day {
  return (steps[index + 1]?.from ?? Infinity) - 1;
}

function leavesOn(period: TierPolicy['period'], day: Day): Day {
  if (period === 'EVER') return Infinity;
  return period === 'ROLLING_YEAR' ? day + ROLLING_DAYS : firstOfYear(yearOf(day) + 1);
}

function levelOf(levels: readonly Minor[], sum: Minor): number {
  let level = 0;
  while (level + 1 < levels.length && sum >= (levels[level + 1] ?? 0n)) level += 1;
  return level;
}
