import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';
import { notAValue } from './notAValue.ts';

// Far longer than any amount; keeps a text of a million digits from being computed with.
const LONGEST = 64;
const PROBLEM = 'Points are a number, or a decimal text like "12.34".';

/**
 * An amount of points. In: its canonical decimal, digit by digit as it was written, whatever the notation; whether a
 * program can have it is the domain's to say. Out: the JSON number that toJsonNumber made of it.
 */
export const pointsScalar = new GraphQLScalarType<DecimalText, number>({
  name: 'Points',
  serialize(value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`Points are not ${typeof value}.`);
    return value;
  },
  parseValue(value) {
    if (typeof value === 'number') return decimalOf(String(value));
    if (typeof value === 'string') return decimalOf(value);
    throw notAValue(PROBLEM);
  },
  parseLiteral(node) {
    if (node.kind !== Kind.INT && node.kind !== Kind.FLOAT && node.kind !== Kind.STRING) throw notAValue(PROBLEM, node);
    return decimalOf(node.value, node);
  },
});

function decimalOf(text: string, node?: ValueNode): DecimalText {
  const decimal = text.length > LONGEST ? null : canonicalDecimal(text);
  if (decimal === null) throw notAValue(PROBLEM, node);
  return decimal;
}
