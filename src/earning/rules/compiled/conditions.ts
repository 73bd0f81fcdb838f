import type { CampaignWindow, Conditions, DayOfWeek } from '../ruleDefinition.ts';
import type { Subject } from './subject.ts';

/** Whether a rule may apply, before the tier and the instants of its window are looked at: the index has seen to those. */
type Test = (subject: Subject) => boolean;

// 1970-01-01 was a Thursday.
const DAYS: readonly DayOfWeek[] = ['THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY'];

/** What is to be looked at in a transaction, cheapest first. A window's start and end are not among it. */
export function testOf({ kinds, categories, merchants, currencies, window }: Conditions): Test {
  const tests: Test[] = [];
  if (kinds !== undefined) tests.push(({ transaction }) => kinds.includes(transaction.kind));
  if (categories !== undefined) tests.push(oneOf(categories, ({ transaction }) => transaction.category));
  if (merchants !== undefined) tests.push(oneOf(merchants, ({ transaction }) => transaction.merchantId));
  if (currencies !== undefined) {
    tests.push(oneOf(currencies, ({ transaction }) => transaction.amount?.currencyCode ?? null));
  }
  if (window !== undefined) tests.push(...windowTests(window));
  return (subject) => tests.every((test) => test(subject));
}

function oneOf(names: readonly string[], nameOf: (subject: Subject) => string | null): Test {
  const known: ReadonlySet<string | null> = new Set(names);
  return (subject) => known.has(nameOf(subject));
}

function windowTests({ daysOfWeek, hours }: CampaignWindow): Test[] {
  const onDay = dayTest(daysOfWeek);
  if (hours === undefined) return daysOfWeek === undefined ? [] : [({ local }) => onDay(local.clockDay)];
  const from = minutesOf(hours.from);
  const until = minutesOf(hours.until);
  if (from < until) {
    return [({ local }) => from <= local.minute && local.minute < until && onDay(local.clockDay)];
  }
  // Over midnight: the small hours belong to the day before.
  return [
    ({ local: { minute, clockDay } }) => (minute >= from && onDay(clockDay)) || (minute < until && onDay(clockDay - 1)),
  ];
}

function dayTest(daysOfWeek: readonly DayOfWeek[] | undefined): (day: number) => boolean {
  if (daysOfWeek === undefined) return () => true;
  const open = DAYS.map((name) => daysOfWeek.includes(name));
  return (day) => open[((day % 7) + 7) % 7] === true;
}

function minutesOf(text: string): number {
  return 60 * Number(text.slice(0, 2)) + Number(text.slice(3));
}
