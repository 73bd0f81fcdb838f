import { type Day, formatDay } from '../../../ledger/day.ts';
import type { CapRule } from '../ruleDefinition.ts';

const MILLISECONDS = 86_400_000;

/** Names the period that a day of the program falls into, as counters of caps are named; null: there is none to count. */
export function periodKey(period: Exclude<CapRule['period'], 'CAMPAIGN'>, day: Day): string | null {
  switch (period) {
    case 'TRANSACTION':
      return null;
    case 'DAY':
      return formatDay(day);
    case 'WEEK':
      return weekOf(day);
    case 'MONTH':
      return formatDay(day).slice(0, 'YYYY-MM'.length);
    case 'QUARTER': {
      const [year = '', month = ''] = formatDay(day).split('-');
      return `${year}-Q${Math.ceil(Number(month) / 3)}`;
    }
    default:
      return formatDay(day).slice(0, 'YYYY'.length);
  }
}

/** ISO 8601's: from Monday on, and of the year that has its Thursday. */
function weekOf(day: Day): string {
  // 1970-01-01 was a Thursday, three days after a Monday.
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = new Date(thursday * MILLISECONDS).getUTCFullYear();
  const firstOfYear = Date.UTC(year, 0, 1) / MILLISECONDS;
  const week = Math.floor((thursday - firstOfYear) / 7) + 1;
  return `${year}-W${week.toString().padStart(2, '0')}`;
}
