import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClock } from '../../../../src/earning/rules/localTime.ts';
import { dayOf } from '../../../../src/ledger/day.ts';

const ZONES = ['Etc/UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Havana'];

it('tells the day that the ledger tells, whatever it was asked before', () => {
  const clocks = ZONES.map((zone) => ({ zone, clock: createClock(zone) }));
  const instant = fc.integer({ min: 0, max: Date.parse('2040-01-01') }).map((at) => new Date(at));
  fc.assert(
    fc.property(fc.constantFrom(...clocks), fc.array(instant, { minLength: 1 }), ({ zone, clock }, instants) => {
      for (const at of instants) expect(clock(at).day).toBe(dayOf(at, zone));
    }),
    { numRuns: 200 },
  );
});

it('tells the minute on the clock before and after a change', () => {
  const clock = createClock('America/New_York');
  const minutes = ['2027-03-14T06:59:59Z', '2027-03-14T07:00:00Z', '2026-11-01T05:59:59Z', '2026-11-01T06:00:00Z'];
  expect(minutes.map((text) => clock(new Date(text)).minute)).toEqual([119, 180, 119, 60]);
});

it('has no earlier day for a later instant, where the clock went back over midnight', () => {
  const clock = createClock('America/St_Johns');
  const instants = ['2010-11-07T02:30:30Z', '2010-11-07T02:31:30Z', '2010-11-07T03:29:00Z'].map(
    (text) => new Date(text),
  );
  expect(instants.map((at) => clock(at).day)).toEqual(instants.map((at) => dayOf(at, 'America/St_Johns')));
  expect(new Set(instants.map((at) => clock(at).day)).size).toBe(1);
});
