import type { Minor } from '../ledger/points.ts';
import { REASONS, REFUND_REASONS, REWARD_IDS } from './demoCatalogue.ts';
import { type DemoEvent, FIRST_WEEK } from './demoEvent.ts';
import { createRandom, type Random } from './random.ts';

/**
 * A member's year, and a quarter before it so that there are points to expire. The same for the same number.
 * Spending stays within what is sure to be there: unexpired earnings less everything ever spent.
 */
export function memberHistory(number: number, decimals: number): readonly DemoEvent[] {
  const random = createRandom(number * 31 + decimals);
  const cents = 10n ** BigInt(decimals);
  const earnings = earningsOf(random, cents);
  const events: DemoEvent[] = [...earnings];
  let spent = 0n;

  function spend(week: number, percent: number): Minor | null {
    const earned = earnings
      .filter((earning) => earning.week > week && earning.week - week < 52)
      .reduce((sum, earning) => sum + earning.points, 0n);
    const step = 25n * cents;
    const points = (((earned - spent) * BigInt(percent)) / 100n / step) * step;
    if (points <= 0n) return null;
    spent += points;
    return points;
  }

  for (const [index, week] of weeksOf(random).entries()) {
    const points = spend(week, number % 2 === 0 ? random.between(15, 45) : random.between(3, 9));
    if (points === null) continue;
    const name = `redemption-${index + 1}`;
    const goods = { rewardId: random.pick(REWARD_IDS), orderId: `ORD-${number}${String(week).padStart(2, '0')}` };
    // Now and then the points are held first, and taken when the order ships.
    if (number % 5 === 0 && week < 40 && index % 3 === 1) {
      events.push({ kind: 'HOLD', week, name: `${name}-hold`, points });
      events.push({ kind: 'CAPTURE', week, name, of: `${name}-hold`, points, ...goods });
    } else {
      events.push({ kind: 'REDEEM', week, name, points, ...goods });
    }
    // Of the one redemption in the weeks before anything expires: refunds go back to lots that are still good.
    if (week >= 20 && week <= 30) {
      const reason = random.pick(REFUND_REASONS);
      events.push({ kind: 'REFUND', week: week - 1, name: `${name}-refund`, of: name, points: points / 2n, reason });
    }
  }
  if (number % 4 === 0) {
    const points = spend(2, 20);
    if (points !== null) events.push({ kind: 'HOLD', week: 2, name: 'open-order', points });
  }
  return events;
}

/** A dozen or two earnings in weeks that are good for it, the first in the first week. */
function earningsOf(random: Random, cents: bigint): readonly DemoEvent[] {
  const events: DemoEvent[] = [
    { kind: 'EARN', week: FIRST_WEEK, name: 'welcome', points: 250n * cents, reason: 'Welcome bonus' },
  ];
  for (let week = FIRST_WEEK - evenly(random, 0, 4); week > 0; week -= random.pick([2, 2, 4])) {
    if (week === 52 || week === FIRST_WEEK) continue;
    const points = BigInt(random.between(4, 60) * 10) * cents + BigInt(random.between(0, Number(cents) - 1));
    events.push({ kind: 'EARN', week, name: `earning-${FIRST_WEEK - week}`, points, reason: random.pick(REASONS) });
  }
  return events;
}

/** When the member spends: once in each stretch of the year. */
function weeksOf(random: Random): readonly number[] {
  const stretches = [
    [48, 56],
    [34, 42],
    [22, 28],
    [8, 14],
    [4, 6],
  ] as const;
  return stretches.map(([low, high]) => evenly(random, low, high));
}

/** An even number: what happens in the same weeks is posted together. */
function evenly(random: Random, low: number, high: number): number {
  return 2 * random.between(low / 2, high / 2);
}
