import { Temporal } from 'temporal-polyfill';

/** A calendar day as a count of days since 1970-01-01: what a lot's expiry is measured in. */
export type Day = number;

/** The day of lots that never expire: later than every real day. */
export const NEVER: Day = 2_147_483_647;

const MILLISECONDS = 86_400_000;
const EPOCH = Temporal.PlainDate.from('1970-01-01');
const YEAR_MONTH_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A batch is of few days, and writing one out costs more than finding it. */
const SPELT = 512;
const spelt = new Map<Day, string>();

/** The day as YYYY-MM-DD. Throws RangeError for NEVER, which no calendar reaches. */
export function formatDay(day: Day): string {
  let text = spelt.get(day);
  if (text === undefined) {
    text = new Date(day * MILLISECONDS).toISOString().slice(0, -'T00:00:00.000Z'.length);
    if (spelt.size >= SPELT) spelt.clear();
    spelt.set(day, text);
  }
  return text;
}

/** The day that a YYYY-MM-DD names. Throws RangeError when there is no such day. */
export function parseDay(text: string): Day {
  if (!YEAR_MONTH_DAY.test(text)) throw new RangeError('a day is written YYYY-MM-DD');
  const day = Date.parse(`${text}T00:00:00Z`) / MILLISECONDS;
  // Of a 30 February Date makes a day in March.
  if (Number.isNaN(day) || formatDay(day) !== text) throw new RangeError(`there is no day ${text}`);
  return day;
}

// Ten thousand years: the calendar goes further, but not without end.
const MANY_MONTHS = 120_000;

/**
 * The same day of the month, months later; the month's last day where there is none. NEVER after 10,000 years. Every
 * credit asks: with Date it costs a hundredth of what it costs with Temporal.
 */
export function addMonths(day: Day, months: number): Day {
  if (months > MANY_MONTHS) return NEVER;
  const from = new Date(day * MILLISECONDS);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const lastOfMonth = Date.UTC(year, month + 1, 0);
  return Math.min(Date.UTC(year, month, from.getUTCDate()), lastOfMonth) / MILLISECONDS;
}

/** The instant at which the day begins in a time zone; the end of the day before. */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(EPOCH.add({ days: day }).toZonedDateTime(timeZone).epochMilliseconds);
}

interface DayBounds {
  readonly day: Day;
  readonly from: number;
  readonly until: number;
}

const newest = new Map<string, DayBounds>();

/**
 * The calendar day of an instant in a time zone: the last one that had begun. A later instant has never an earlier
 * day, even where a clock was set back over midnight. Remembers each zone's last answer: a batch asks for one day.
 */
export function dayOf(instant: Date, timeZone: string): Day {
  const at = instant.getTime();
  const known = newest.get(timeZone);
  if (known !== undefined && known.from <= at && at < known.until) return known.day;
  const bounds = boundsAt(at, timeZone);
  newest.set(timeZone, bounds);
  return bounds.day;
}

function boundsAt(at: number, timeZone: string): DayBounds {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const day = Math.floor((at + offsetNanoseconds / 1_000_000) / MILLISECONDS);
  const until = startOfDay(day + 1, timeZone).getTime();
  if (at < until) return { day, from: startOfDay(day, timeZone).getTime(), until };
  return { day: day + 1, from: until, until: startOfDay(day + 2, timeZone).getTime() };
}
