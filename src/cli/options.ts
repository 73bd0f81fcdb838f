import { z } from 'zod';
import { isId } from '../failure/checkText.ts';
import { UsageProblem } from './runCommand.ts';

/** Checks the given options, and says of the first wrong one what it must be. */
export function checked<Shape extends z.ZodRawShape>(shape: Shape, values: object): z.output<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageProblem(`--${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}.`);
}

/** An id as the graph takes it. */
export const id = z.string().refine(isId, 'must have 1 to 128 characters, none of them a control character');

export const text = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,500}$/u, 'must have 1 to 500 characters, on one line');

export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a whole number from ${least} to ${most}`);
