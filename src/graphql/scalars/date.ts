import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { type Day, formatDay, parseDay } from '../../ledger/day.ts';
import { notAValue } from './notAValue.ts';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const PROBLEM = 'A day looks like "2026-03-31".';

/** A calendar day. */
export const dateScalar = new GraphQLScalarType<Day, string>({
  name: 'Date',
  serialize(value) {
    if (typeof value !== 'number') throw new TypeError(`A day is not ${typeof value}.`);
    return formatDay(value);
  },
  parseValue(value) {
    if (typeof value !== 'string') throw notAValue(PROBLEM);
    return dayOf(value);
  },
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw notAValue(PROBLEM, node);
    return dayOf(node.value, node);
  },
});

function dayOf(text: string, node?: ValueNode): Day {
  if (!ISO_DAY.test(text)) throw notAValue(PROBLEM, node);
  try {
    return parseDay(text);
  } catch {
    throw notAValue(PROBLEM, node);
  }
}
