import type { DemoEvent } from './demoEvent.ts';

/**
 * The history of m-0001, written by hand so that everything can be seen on one account: an expiry, points that expire
 * soon, a redemption that was given back in part, and an order whose points are held. Whole points leave
 * 4,145 available and 300 held.
 */
export function showcaseHistory(decimals: number): readonly DemoEvent[] {
  const cents = 10n ** BigInt(decimals);
  // Where there are decimals, something that shows them.
  const earned = (points: bigint): bigint => points * cents + (decimals === 0 ? 0n : cents / 4n);
  const spent = (points: bigint): bigint => points * cents + (decimals === 0 ? 0n : cents / 2n);
  const earn = (week: number, points: bigint, reason: string): DemoEvent => ({
    kind: 'EARN',
    week,
    name: `earning-${64 - week}`,
    points: earned(points),
    reason,
  });
  return [
    earn(64, 500n, 'Welcome bonus'),
    earn(56, 450n, 'Purchase: running shoes'),
    earn(51, 350n, 'Birthday bonus'),
    earn(50, 600n, 'Recognition: quarterly award'),
    earn(44, 380n, 'Purchase: office chair'),
    earn(38, 750n, 'Milestone: five years with the company'),
    earn(30, 520n, 'Purchase: weekend trip'),
    earn(24, 900n, 'Recognition: helped a colleague'),
    earn(20, 400n, 'Referral bonus'),
    earn(6, 640n, 'Purchase: headphones'),
    earn(3, 275n, 'Purchase: groceries'),
    earn(1, 180n, 'Wellness challenge'),
    {
      kind: 'REDEEM',
      week: 60,
      name: 'redemption-1',
      points: spent(300n),
      rewardId: 'reward-coffee-voucher',
      orderId: 'ORD-100001',
    },
    {
      kind: 'REDEEM',
      week: 11,
      name: 'redemption-2',
      points: spent(400n),
      rewardId: 'reward-headphones',
      orderId: 'ORD-100002',
    },
    {
      kind: 'REDEEM',
      week: 10,
      name: 'redemption-3',
      points: spent(1200n),
      rewardId: 'reward-gift-card',
      orderId: 'ORD-100003',
    },
    {
      kind: 'REFUND',
      week: 8,
      name: 'redemption-3-refund',
      of: 'redemption-3',
      points: spent(600n),
      reason: 'One of two gift cards could not be delivered',
    },
    { kind: 'HOLD', week: 2, name: 'open-order', points: spent(300n) },
  ];
}
