import { z } from 'zod';
import { currencyDecimals } from '../../currencyDecimals.ts';
import { idText, listOf, tierCode } from './parts.ts';

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;
const FROM = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const UNTIL = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

const instant = z
  .string({ error: 'is an instant like 2026-12-01T00:00:00Z' })
  .refine((text) => INSTANT.test(text) && isOnCalendar(text), { error: 'is an instant like 2026-12-01T00:00:00Z' });

const hours = z
  .strictObject({
    from: z.string({ error: 'is a time like 18:00' }).regex(FROM, 'is a time from 00:00 to 23:59, like 18:00'),
    until: z.string({ error: 'is a time like 20:00' }).regex(UNTIL, 'is a time from 00:00 to 24:00, like 20:00'),
  })
  .refine(({ from, until }) => from !== until, { error: 'begin and end at different times' })
  .refine(({ until }) => until !== '00:00', { path: ['until'], error: 'is 24:00 for midnight' });

const window = z
  .strictObject({
    start: instant.optional(),
    end: instant.optional(),
    daysOfWeek: listOf(z.enum(DAYS, { error: 'is a day of the week like MONDAY' }), 'days', DAYS.length).optional(),
    hours: hours.optional(),
  })
  .refine(({ start, end }) => start === undefined || end === undefined || Date.parse(start) < Date.parse(end), {
    path: ['end'],
    error: 'is later than the start',
  });

const currency = z
  .string({ error: 'is a currency code of ISO 4217, like USD' })
  .refine((code) => currencyDecimals(code) !== null, { error: 'is no currency code of ISO 4217, like USD' });

/** What a transaction must be. */
export const conditionsSchema = z.strictObject({
  kinds: listOf(
    z.enum(['PURCHASE', 'MILESTONE', 'RECOGNITION'], { error: 'is PURCHASE, MILESTONE or RECOGNITION' }),
    'kinds',
    3,
  ).optional(),
  categories: listOf(idText, 'categories', 500).optional(),
  merchants: listOf(idText, 'merchants', 500).optional(),
  currencies: listOf(currency, 'currencies', 200).optional(),
  tiers: listOf(tierCode, 'tiers', 20).optional(),
  window: window.optional(),
});

/** Date takes 30 February for 2 March. */
function isOnCalendar(text: string): boolean {
  const day = text.slice(0, 'YYYY-MM-DD'.length);
  const midnight = new Date(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(midnight.getTime()) &&
    midnight.toISOString().startsWith(day) &&
    !Number.isNaN(Date.parse(text)) &&
    Number(text.slice(11, 13)) < 24
  );
}
