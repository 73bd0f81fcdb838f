import { z } from 'zod';
import { isId } from '../../../failure/checkText.ts';
import { canonicalDecimal } from '../../../ledger/points.ts';
import { compare, decimalOf } from '../decimal.ts';

// Longer than every number with a purpose; bounds the work of reading one.
const LONGEST = 40;
const NAME_LENGTH = 200;

interface Bounds {
  readonly decimals: number;
  /** Zero too. */
  readonly zero?: boolean;
  /** More than this. */
  readonly more?: number;
  readonly most?: number;
}

/** A decimal number as text, kept in its canonical spelling: more than 0 and at most 1,000,000,000 unless told. */
export function decimal(what: string, { decimals, zero = false, more = 0, most = 1_000_000_000 }: Bounds) {
  return z.string({ error: `is ${what}, as text like "1.5"` }).transform((text, context): string => {
    const canonical = text.length > LONGEST ? null : canonicalDecimal(text);
    const problem = canonical === null ? `is ${what}, a number like "1.5"` : problemOf(canonical);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    return canonical ?? text;
  });

  function problemOf(canonical: string): string | null {
    const value = decimalOf(canonical);
    const above = compare(value, decimalOf(more.toString()));
    if (zero ? above < 0 : above <= 0) return zero ? `is at least ${more}` : `is more than ${more}`;
    if (compare(value, decimalOf(most.toString())) > 0) return `is at most ${most.toLocaleString('en-US')}`;
    return value.scale > decimals ? `has at most ${decimals} decimals` : null;
  }
}

/** A list with at least one element, and none twice; elements that are objects are told apart by a key. */
export function listOf<Element extends z.ZodType>(element: Element, what: string, most: number, key?: string) {
  return z
    .array(element, { error: `is a list of ${what}` })
    .min(1, `names at least one; leave it out where it asks for nothing`)
    .max(most, `has at most ${most} ${what}`)
    .superRefine((elements, context) => {
      const seen = new Set<unknown>();
      for (const [index, one] of elements.entries()) {
        const name = key === undefined ? one : (one as Record<string, unknown>)[key];
        if (seen.has(name)) context.addIssue({ code: 'custom', path: [index], message: `names ${String(name)} twice` });
        seen.add(name);
      }
    });
}

/** An id as transactions and rules bring it. */
export const idText = z
  .string({ error: 'is text' })
  .refine(isId, { error: 'has 1 to 128 characters and no control characters' });

/** An id of a rule; lines of explanations call what rounding made "rounding". */
export const ruleIdText = idText.refine((id) => id !== 'rounding', { error: 'cannot be "rounding"' });

export const tierCode = idText;

export const nameText = z
  .string({ error: 'is a text for people' })
  .refine((text) => text.trim() !== '' && text.length <= NAME_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(text), {
    error: `has 1 to ${NAME_LENGTH} characters, in one line`,
  });
