import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addMonths, type Day, dayOf, formatDay, NEVER, parseDay, startOfDay } from '../../../src/ledger/day.ts';

/** Plain ones, half hours, summer time at midnight, a clock set back over midnight, a day that was left out. */
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', 'America/Havana'];
ZONES.push('America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Cairo', 'America/Sao_Paulo');

const zone = fc.constantFrom(...ZONES);
const day = fc.integer({ min: 0, max: 40_000 });
const setBack = Date.UTC(2006, 9, 29, 2, 31);
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2079, 0) }),
  fc.integer({ min: setBack - 7_200_000, max: setBack + 7_200_000 }),
);
const HOUR = 3_600_000;

const at = (text: string): Date => new Date(text);

describe('a day', () => {
  it('is written and read', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('2026-03-08')).toBe(20_520);
    expect(formatDay(20_520)).toBe('2026-03-08');
    fc.assert(
      fc.property(day, (some) => {
        expect(parseDay(formatDay(some))).toBe(some);
      }),
    );
    expect(() => formatDay(NEVER)).toThrow(RangeError);
  });

  it.each(['', '2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00', '2026-01-01[u-ca=hebrew]'])(
    'is not %j',
    (text) => expect(() => parseDay(text)).toThrow(RangeError),
  );

  it.each([
    ['2026-01-15', 1, '2026-02-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-10-31', 0, '2026-10-31'],
  ])('%s and %i months is %s', (from, months, to) => expect(formatDay(addMonths(parseDay(from), months))).toBe(to));

  it('moves by months as the calendar does', () => {
    const epoch = Temporal.PlainDate.from('1970-01-01');
    fc.assert(
      fc.property(day, fc.nat({ max: 1200 }), (from, months) => {
        expect(addMonths(from, months)).toBe(epoch.until(epoch.add({ days: from }).add({ months })).days);
      }),
      { numRuns: 500 },
    );
    expect(addMonths(20_000, 2_147_483_647)).toBe(NEVER);
  });
});

describe('the day of an instant', () => {
  it.each([
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T03:59:59.999Z', '2026-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['America/New_York', '2026-11-02T04:59:59.999Z', '2026-11-01'],
    ['America/New_York', '2026-11-02T05:00:00Z', '2026-11-02'],
    ['Asia/Kolkata', '2026-03-08T18:29:59.999Z', '2026-03-08'],
    ['Asia/Kolkata', '2026-03-08T18:30:00Z', '2026-03-09'],
    ['America/Havana', '2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['America/Havana', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    // One minute after midnight the clock went back to 23:01: it has been the 29th since midnight all the same.
    ['America/St_Johns', '2006-10-29T02:31:00Z', '2006-10-29'],
    ['America/St_Johns', '2006-10-29T02:30:00Z', '2006-10-29'],
    ['America/St_Johns', '2006-10-29T02:29:59.999Z', '2006-10-28'],
  ])('in %s at %s is %s', (timeZone, instant, expected) => {
    expect(formatDay(dayOf(at(instant), timeZone))).toBe(expected);
  });

  it('lies between the starts of its day and of the next', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, time) => {
        const today = dayOf(new Date(time), timeZone);
        expect(startOfDay(today, timeZone).getTime()).toBeLessThanOrEqual(time);
        expect(startOfDay(today + 1, timeZone).getTime()).toBeGreaterThan(time);
      }),
      { numRuns: 500 },
    );
  });

  it('never steps back, and does not depend on what was asked before', () => {
    const hours = fc.array(fc.nat({ max: 60 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(zone, instant, hours, (timeZone, from, later) => {
        const dayAfter = (hour: number): Day => dayOf(new Date(from + hour * HOUR), timeZone);
        const asked = new Map(later.map((hour) => [hour, dayAfter(hour)]));
        const days = later.toSorted((a, b) => a - b).map((hour) => dayAfter(hour));
        expect(days).toEqual(days.toSorted((a, b) => a - b));
        for (const [hour, then] of asked) expect(dayAfter(hour)).toBe(then);
      }),
      { numRuns: 300 },
    );
  });

  it('begins with its first moment', () => {
    expect(startOfDay(parseDay('2026-03-08'), 'America/New_York')).toEqual(at('2026-03-08T05:00:00Z'));
    // There was no midnight: summer time began with it.
    expect(startOfDay(parseDay('2026-03-08'), 'America/Havana')).toEqual(at('2026-03-08T05:00:00Z'));
    expect(startOfDay(parseDay('2026-03-09'), 'America/Havana')).toEqual(at('2026-03-09T04:00:00Z'));
    // A day that was left out begins and ends when the next one begins.
    expect(startOfDay(parseDay('2011-12-30'), 'Pacific/Apia')).toEqual(
      startOfDay(parseDay('2011-12-31'), 'Pacific/Apia'),
    );
  });
});
