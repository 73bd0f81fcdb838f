import { type Day, NEVER } from './day.ts';
import type { Minor } from './points.ts';

/** Points that expire together: day is the last one on which they can be spent. */
export interface Lot {
  readonly day: Day;
  readonly points: Minor;
}

/** Soonest first, one lot a day, none empty. */
export type Lots = readonly Lot[];

export const NO_LOTS: Lots = [];

export function totalOf(lots: Lots): Minor {
  let total = 0n;
  for (const lot of lots) total += lot.points;
  return total;
}

/** The lots that can still be spent on that day. */
export function unexpired(lots: Lots, today: Day): Lots {
  const first = lots.findIndex((lot) => lot.day >= today);
  return first === -1 ? NO_LOTS : lots.slice(first);
}

/** What the lots hold that can still be spent on that day. */
export function spendable(lots: Lots, today: Day): Minor {
  let total = 0n;
  for (const lot of lots) if (lot.day >= today) total += lot.points;
  return total;
}

/** Both together, merged by day. */
export function addLots(lots: Lots, more: Lots): Lots {
  const sum: Lot[] = [];
  let next = 0;
  for (const lot of lots) {
    for (let other = more[next]; other !== undefined && other.day < lot.day; other = more[next]) {
      sum.push(other);
      next += 1;
    }
    const same = more[next];
    if (same?.day !== lot.day) {
      sum.push(lot);
      continue;
    }
    next += 1;
    sum.push({ day: lot.day, points: lot.points + same.points });
  }
  return next < more.length ? [...sum, ...more.slice(next)] : sum;
}

/** What is left of the lots without the others. The lots must hold them. */
export function subtractLots(lots: Lots, others: Lots): Lots {
  const left: Lot[] = [];
  let next = 0;
  for (const lot of lots) {
    const other = others[next];
    if (other?.day !== lot.day) {
      left.push(lot);
      continue;
    }
    next += 1;
    if (other.points > lot.points) throw tooFew();
    if (other.points < lot.points) left.push({ day: lot.day, points: lot.points - other.points });
  }
  if (next < others.length) throw tooFew();
  return left;
}

// Not a member's lack of points, which is refused before it comes to this: the books, or their reader, are wrong.
const tooFew = (): RangeError => new RangeError('the lots do not hold that many points');

/** Takes points from the lots in their order. The lots must hold that many. */
export function takeFirst(lots: Lots, points: Minor): { readonly taken: Lots; readonly left: Lots } {
  const taken: Lot[] = [];
  let missing = points;
  let next = 0;
  for (; missing > 0n; next += 1) {
    const lot = lots[next];
    if (lot === undefined) throw tooFew();
    if (lot.points > missing) {
      taken.push({ day: lot.day, points: missing });
      return { taken, left: [{ day: lot.day, points: lot.points - missing }, ...lots.slice(next + 1)] };
    }
    taken.push(lot);
    missing -= lot.points;
  }
  return { taken, left: lots.slice(next) };
}

/** Takes points from the latest lots. The lots must hold that many. */
export function takeLast(lots: Lots, points: Minor): Lots {
  return takeFirst(lots.toReversed(), points).taken.toReversed();
}

/** The first lot's day; NEVER when nothing expires. */
export function nextExpiry(lots: Lots): Day {
  return lots[0]?.day ?? NEVER;
}
