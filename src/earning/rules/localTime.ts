import { Temporal } from 'temporal-polyfill';
import type { Day } from '../../ledger/day.ts';

/** An instant as a program's clock shows it. */
export interface LocalTime {
  /** The program's day, as the ledger counts it: a later instant has never an earlier one. */
  readonly day: Day;
  /** The calendar's day on the clock. Another one only where a clock was set back over midnight. */
  readonly clockDay: Day;
  /** Minutes on the clock since midnight. */
  readonly minute: number;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Time that one offset covers, at most: some zones were last changed long ago, or never. */
const SPANS = 16;

interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
  /** The last day that had begun before the clock was set to this offset. */
  readonly dayBefore: Day;
}

/**
 * A zone's clock. Remembers the spans between changes of its offset, so that a transaction asks Temporal only when the
 * clocks were changed since those that came before it.
 */
export function createClock(timeZone: string): (instant: Date) => LocalTime {
  let spans: Span[] = [];

  function spanOf(at: number): Span {
    const index = spans.findIndex(({ from, until }) => from <= at && at < until);
    const known = spans[index];
    if (known !== undefined && index === 0) return known;
    const span = known ?? spanAt(at, timeZone);
    spans = [span, ...spans.filter((other) => other !== span)].slice(0, SPANS);
    return span;
  }

  return (instant) => {
    const at = instant.getTime();
    const { offset, dayBefore } = spanOf(at);
    const local = at + offset;
    const clockDay = Math.floor(local / DAY);
    return {
      day: Math.max(clockDay, dayBefore),
      clockDay,
      minute: Math.floor((local - clockDay * DAY) / MINUTE),
    };
  };
}

function spanAt(at: number, timeZone: string): Span {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const until = zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
  // What came before is asked for just after the instant: a change at this very instant belongs to it.
  const since = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const offset = zoned.offsetNanoseconds / 1_000_000;
  if (since === null) return { from: -Infinity, until, offset, dayBefore: -Infinity };
  const from = since.epochMilliseconds;
  const before = since.subtract({ nanoseconds: 1 }).offsetNanoseconds / 1_000_000;
  return { from, until, offset, dayBefore: Math.floor((from - 1 + before) / DAY) };
}
