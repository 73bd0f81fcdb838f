import type { Counter, CounterAdd } from '../../../ledger/counters.ts';
import { type Day, formatDay, parseDay } from '../../../ledger/day.ts';
import type { Minor } from '../../../ledger/points.ts';

/** Points that count for tiers, by the program's day on which their transactions occurred. */
export interface QualifyingDay {
  readonly day: Day;
  readonly points: Minor;
}

const DAY_PREFIX = 'q:';
const YEAR_PREFIX = 'qy:';

export const dayKey = (day: Day): string => `${DAY_PREFIX}${formatDay(day)}`;
export const yearKey = (year: number): string => `${YEAR_PREFIX}${year.toString().padStart(4, '0')}`;
export const yearOf = (day: Day): number => Number.parseInt(formatDay(day), 10);
export const firstOfYear = (year: number): Day => parseDay(`${year.toString().padStart(4, '0')}-01-01`);

/** What an earning adds to the member's counters: the day's, and the year's for whoever needs no days. */
export function qualifyingAdds(day: Day, points: Minor): CounterAdd[] {
  if (points === 0n) return [];
  return [
    { owner: 'account', key: dayKey(day), amount: points },
    { owner: 'account', key: yearKey(yearOf(day)), amount: points },
  ];
}

/** The days that the counters tell, in order. Other counters are passed over. */
export function qualifyingDays(counters: readonly Counter[]): QualifyingDay[] {
  return counters
    .filter(({ owner, key }) => owner === 'account' && key.startsWith(DAY_PREFIX))
    .map(({ key, value }) => ({ day: parseDay(key.slice(DAY_PREFIX.length)), points: value }))
    .sort((a, b) => a.day - b.day);
}

/** The years that the counters tell, in order, each as its last day. */
export function qualifyingYears(counters: readonly Counter[]): QualifyingDay[] {
  return counters
    .filter(({ owner, key }) => owner === 'account' && key.startsWith(YEAR_PREFIX))
    .map(({ key, value }) => ({ day: firstOfYear(Number(key.slice(YEAR_PREFIX.length)) + 1) - 1, points: value }))
    .sort((a, b) => a.day - b.day);
}
