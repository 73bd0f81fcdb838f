import { array, assert, integer, nat, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { lastDay, levelOn, type TierStep } from '../../../../../src/earning/rules/tiers/tierSteps.ts';

/** What levelOn says, one step after the other. */
function levelByEveryStep(steps: readonly TierStep[], graceDays: number, day: number): number {
  const counted = steps.filter(({ from }, index) => from <= day && lastDay(steps, index) >= day - graceDays);
  return Math.max(0, ...counted.map(({ level }) => level));
}

const stepsOf = (levels: ReadonlyMap<number, number>): TierStep[] =>
  [...levels].sort(([a], [b]) => a - b).map(([from, level]) => ({ from, sum: 0n, level }));

test('the level on a day is that of every step that counts', () => {
  const day = integer({ min: 0, max: 60 });
  const levels = array(tuple(day, nat(4)), { maxLength: 20 }).map((pairs) => new Map(pairs));
  assert(
    property(levels, nat(20), day, (given, graceDays, at) => {
      const steps = stepsOf(given);
      expect(levelOn(steps, graceDays, at)).toBe(levelByEveryStep(steps, graceDays, at));
    }),
  );
});

test('looks at few of the steps of many years', () => {
  const steps = stepsOf(new Map(Array.from({ length: 20_000 }, (_, day) => [day, day % 3])));
  let looks = 0;
  const watched = new Proxy(steps, {
    get(target, name) {
      if (name !== 'length') looks += 1;
      return Reflect.get(target, name) as unknown;
    },
  });
  expect(levelOn(watched, 10, 19_990)).toBe(2);
  expect(looks).toBeLessThan(100);
});
