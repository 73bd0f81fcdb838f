import { z } from 'zod';
import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';

/** An amount in an answer, a number or a numeric text, exactly as it was written: readJson keeps it so. */
export const decimalText = z.union([z.string().max(64), z.number()]).transform((value, context): DecimalText => {
  const amount = canonicalDecimal(String(value));
  if (amount !== null) return amount;
  context.issues.push({ code: 'custom', message: 'This is no number.', input: value });
  return z.NEVER;
});

/** An id that an engine writes as a text or an integer. */
export const idText = z.union([z.string().min(1).max(256), z.int()]).transform(String);

/** The amount as the JSON number that names it. Throws a RangeError where none does; the ledger's amounts all have one. */
export function jsonNumber(amount: DecimalText): number {
  const number = Number(amount);
  if (canonicalDecimal(String(number)) !== amount) throw new RangeError('No JSON number names this amount exactly.');
  return number;
}

/** The amount, or none where an engine says that less than nothing is left. */
export function notNegative(amount: DecimalText): DecimalText {
  return amount.startsWith('-') ? '0' : amount;
}

/** The amount with the other sign. */
export function negated(amount: DecimalText): DecimalText {
  if (amount === '0') return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
