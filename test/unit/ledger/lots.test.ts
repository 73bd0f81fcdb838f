import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../src/ledger/day.ts';
import {
  addLots,
  type Lots,
  nextExpiry,
  spendable,
  subtractLots,
  takeFirst,
  takeLast,
  totalOf,
  unexpired,
} from '../../../src/ledger/lots.ts';
import { lotsText, parseLots } from '../../../src/ledger/lotsText.ts';

const day = fc.oneof(fc.nat({ max: 12 }), fc.constant(NEVER));
const lots: fc.Arbitrary<Lots> = fc
  .uniqueArray(fc.record({ day, points: fc.bigInt({ min: 1n, max: 9n }) }), { selector: (lot) => lot.day })
  .map((some) => Object.freeze(some.toSorted((a, b) => a.day - b.day)));

const onDay = (of: Lots, when: number): bigint => of.find((lot) => lot.day === when)?.points ?? 0n;
const days = (of: Lots): number[] => of.map((lot) => lot.day);

/** Lots, and a number of points that they hold. */
const someOf = lots.chain((all) => fc.tuple(fc.constant(all), fc.bigInt({ min: 0n, max: totalOf(all) })));

describe('lots', () => {
  it('add up by day, in order, in either order', () => {
    fc.assert(
      fc.property(lots, lots, (a, b) => {
        const both = addLots(a, b);
        expect(days(both)).toEqual([...new Set([...days(a), ...days(b)])].toSorted((x, y) => x - y));
        for (const when of days(both)) expect(onDay(both, when)).toBe(onDay(a, when) + onDay(b, when));
        expect(addLots(b, a)).toEqual(both);
        expect(totalOf(both)).toBe(totalOf(a) + totalOf(b));
      }),
    );
  });

  it('are what they were when what was added is subtracted, without an empty lot', () => {
    fc.assert(
      fc.property(lots, lots, (a, b) => {
        expect(subtractLots(addLots(a, b), b)).toEqual(a);
      }),
    );
  });

  it('are taken from the front', () => {
    fc.assert(
      fc.property(someOf, ([all, points]) => {
        const { taken, left } = takeFirst(all, points);
        expect(totalOf(taken)).toBe(points);
        expect(addLots(taken, left)).toEqual(all);
        expect(days(taken).every((a) => days(left).every((b) => a <= b))).toBe(true);
        expect([...taken, ...left].every((lot) => lot.points > 0n)).toBe(true);
      }),
    );
  });

  it('are taken from the back', () => {
    fc.assert(
      fc.property(someOf, ([all, points]) => {
        const taken = takeLast(all, points);
        expect(taken).toEqual(subtractLots(all, takeFirst(all, totalOf(all) - points).taken));
      }),
    );
  });

  it('cannot be taken beyond what they hold', () => {
    fc.assert(
      fc.property(lots, (all) => {
        expect(() => takeFirst(all, totalOf(all) + 1n)).toThrow(RangeError);
        expect(() => takeLast(all, totalOf(all) + 1n)).toThrow(RangeError);
        expect(() => subtractLots(all, addLots(all, [{ day: 5, points: 1n }]))).toThrow(RangeError);
      }),
    );
  });

  it('can be spent up to and on their day', () => {
    fc.assert(
      fc.property(lots, day, (all, today) => {
        expect(unexpired(all, today)).toEqual(all.filter((lot) => lot.day >= today));
        expect(spendable(all, today)).toBe(totalOf(unexpired(all, today)));
      }),
    );
  });

  it('say when the first of them expires', () => {
    expect(nextExpiry([])).toBe(NEVER);
    expect(nextExpiry([{ day: 7, points: 1n }])).toBe(7);
  });

  it('are stored as pairs and come back', () => {
    expect(lotsText([{ day: 7, points: 12n }])).toBe('{7,12}');
    fc.assert(
      fc.property(lots, (all) => {
        expect(parseLots(lotsText(all))).toEqual(all);
      }),
    );
  });
});
