import { Temporal } from 'temporal-polyfill';

/** A calendar day as a count of days since 1970-01-01: what a lot's expiry is measured in. */
export type Day = number;

/** The day of lots that never expire: later than every real day. */
export const NEVER: Day = 2_147_483_647;

const EPOCH = Temporal.PlainDate.from('1970-01-01');
const plainDate = (day: Day): Temporal.PlainDate => EPOCH.add({ days: day });
const toDay = (date: Temporal.PlainDate): Day => EPOCH.until(date).days;

/** The day as YYYY-MM-DD. */
export function formatDay(day: Day): string {
  return plainDate(day).toString();
}

/** The day that a YYYY-MM-DD names. Throws RangeError when there is no such day. */
export function parseDay(text: string): Day {
  return toDay(Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

// Ten thousand years: the calendar goes further, but not without end.
const MANY_MONTHS = 120_000;

/** The same day of the month, months later; the month's last day where there is none. NEVER after 10,000 years. */
export function addMonths(day: Day, months: number): Day {
  return months > MANY_MONTHS ? NEVER : toDay(plainDate(day).add({ months }));
}

/** The instant at which the day begins in a time zone; the end of the day before. */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(plainDate(day).toZonedDateTime(timeZone).epochMilliseconds);
}

interface DayBounds {
  readonly day: Day;
  readonly from: number;
  readonly until: number;
}

const newest = new Map<string, DayBounds>();

/** The calendar day of an instant in a time zone. Remembers each zone's last answer: a batch asks for one day. */
export function dayOf(instant: Date, timeZone: string): Day {
  const at = instant.getTime();
  const known = newest.get(timeZone);
  if (known !== undefined && known.from <= at && at < known.until) return known.day;
  const day = toDay(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate());
  newest.set(timeZone, {
    day,
    from: startOfDay(day, timeZone).getTime(),
    until: startOfDay(day + 1, timeZone).getTime(),
  });
  return day;
}
