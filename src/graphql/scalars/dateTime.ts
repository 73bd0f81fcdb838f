import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { notAValue } from './notAValue.ts';

const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const PROBLEM = 'An instant looks like "2026-03-31T18:30:00Z": RFC 3339, with an offset or Z.';
// PostgreSQL has no year 0, and a later year has no four digits.
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant. In: RFC 3339 to the letter, cut to the millisecond. Out: UTC. */
export const dateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    if (!(value instanceof Date)) throw new TypeError(`An instant is not ${typeof value}.`);
    return value.toISOString();
  },
  parseValue(value) {
    if (typeof value !== 'string') throw notAValue(PROBLEM);
    return instantOf(value);
  },
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw notAValue(PROBLEM, node);
    return instantOf(node.value, node);
  },
});

function instantOf(text: string, node?: ValueNode): Date {
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  const time = Date.parse(text.toUpperCase());
  // Date.parse takes the 30th of February for the 2nd of March.
  if (day === undefined || !isDayOfMonth(Number(year), Number(month), Number(day)) || time < FIRST || time > LAST) {
    throw notAValue(PROBLEM, node);
  }
  return new Date(time);
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDate() === day;
}
