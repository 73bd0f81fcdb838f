import { type Day, startOfDay } from './day.ts';
import type { ActivityQuery } from './ledger.ts';

/** A calendar period, or the part of it that was asked for. */
export interface Period {
  /** The period's first day, asked for or not. */
  readonly day: Day;
  readonly from: Date;
}

const MILLISECONDS = 86_400_000;

/** The periods that the days from..to touch, oldest first, and when the last of them ends. Days before 1970 count nothing. */
export function periodsOf({ program, from, to, period }: ActivityQuery, today: Day): { periods: Period[]; end: Date } {
  const { timeZone } = program;
  // Nothing takes effect before 1970, nor later than now.
  const last = Math.min(to, today);
  const periods: Period[] = [];
  for (let day = Math.max(from, 0); day <= last;) {
    const first = firstDay(day, period);
    periods.push({ day: first, from: startOfDay(day, timeZone) });
    day = nextPeriod(first, period);
  }
  return { periods, end: startOfDay(Math.max(last, -1) + 1, timeZone) };
}

function firstDay(day: Day, period: ActivityQuery['period']): Day {
  if (period === 'DAY') return day;
  const date = new Date(day * MILLISECONDS);
  return Date.UTC(date.getUTCFullYear(), period === 'YEAR' ? 0 : date.getUTCMonth(), 1) / MILLISECONDS;
}

function nextPeriod(first: Day, period: ActivityQuery['period']): Day {
  if (period === 'DAY') return first + 1;
  const date = new Date(first * MILLISECONDS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return Date.UTC(period === 'YEAR' ? year + 1 : year, period === 'YEAR' ? 0 : month + 1, 1) / MILLISECONDS;
}
