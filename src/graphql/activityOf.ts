import type { Day } from '../ledger/day.ts';
import { BadInput } from '../failure/failure.ts';
import type { Activity, ActivityQuery } from '../ledger/ledger.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { PointsActivity } from './generated/types.ts';

const GREATEST = 1_000;
/** Days of the shortest period. */
const DAYS = { DAY: 1, MONTH: 28, YEAR: 365 } as const;

/** Throws BadInput for a range that ends before it begins, or has more than a thousand periods. */
export function checkActivityRange(from: Day, to: Day, period: ActivityQuery['period']): void {
  if (to < from) throw new BadInput('to', 'is before from');
  if ((to - from) / DAYS[period] >= GREATEST) throw new BadInput('to', `is more than ${GREATEST} periods after from`);
}

/** What happened in a period, as the graph shows it. */
export function activityOf(activity: Activity, decimals: number): PointsActivity {
  return {
    startsOn: activity.day,
    issued: toJsonNumber(activity.issued, decimals),
    takenBack: toJsonNumber(activity.takenBack, decimals),
    redeemed: toJsonNumber(activity.redeemed, decimals),
    refunded: toJsonNumber(activity.refunded, decimals),
    expired: toJsonNumber(activity.expired, decimals),
  };
}
