import type { Minor } from '../ledger/points.ts';

/**
 * When something happens, in weeks before the day of seeding and the moment within that week.
 *
 * A week's moments are fixed days of it, which keeps the balances the same whatever the day of seeding is: 12 months
 * are 365 or 366 days, so points earned on a week's first day expire on the second or third day of a week, and what
 * depends on it, the sweep, spending and refunds, comes on later days. Points earned 52 or 53 weeks ago would expire
 * too near to the day of seeding itself, so nothing is earned then.
 */
export interface DemoTime {
  /** 64 to 1. */
  readonly week: number;
  readonly moment: Moment;
}

export type Moment = 'EARN' | 'SWEEP' | 'SPEND' | 'SETTLE';

/** The day of the week on which each moment is. */
export const MOMENT_DAY: Readonly<Record<Moment, number>> = { EARN: 0, SWEEP: 3, SPEND: 4, SETTLE: 5 };

export const FIRST_WEEK = 64;

/** When expired points are swept. Those of the first week expire in the first of these. */
export const SWEEP_WEEKS: readonly number[] = [12, 10, 8, 6, 4, 2];

/** Something in a member's history. Names are unique within the member's account. */
export type DemoEvent = { readonly week: number; readonly name: string; readonly points: Minor } & (
  | { readonly kind: 'EARN'; readonly reason: string }
  | { readonly kind: 'REDEEM'; readonly rewardId: string; readonly orderId: string }
  | { readonly kind: 'HOLD' }
  | { readonly kind: 'CAPTURE'; readonly of: string; readonly rewardId: string; readonly orderId: string }
  | { readonly kind: 'REFUND'; readonly of: string; readonly reason: string }
);

export function momentOf(kind: DemoEvent['kind']): Moment {
  switch (kind) {
    case 'EARN':
      return 'EARN';
    case 'REDEEM':
    case 'HOLD':
      return 'SPEND';
    case 'CAPTURE':
    case 'REFUND':
      return 'SETTLE';
    default:
      return kind satisfies never;
  }
}
