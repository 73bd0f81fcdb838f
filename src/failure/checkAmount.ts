import { canonicalDecimal, formatMinor, greatestMinor, type Minor, toMinor } from '../ledger/points.ts';
import type { Program } from '../program/programs.ts';
import { BadInput } from './failure.ts';
import { invalidAmount, type Refused } from './refusals.ts';

// Longer than every exact amount in any spelling with a purpose; bounds the work of reading one.
const LONGEST = 400;

/**
 * The amount in the program's minor units, or why it is none that this program can move. Throws BadInput when the
 * text is no decimal number at all. The field is named like "input.points".
 */
export function checkAmount(
  field: string,
  text: string,
  { name, decimals }: Pick<Program, 'name' | 'decimals'>,
): Minor | Refused<'InvalidPointsAmount'> {
  if (text.length > LONGEST) throw new BadInput(field, 'is too long for a number of points');
  const canonical = canonicalDecimal(text);
  if (canonical === null) throw new BadInput(field, 'is not a decimal number');
  const minor = toMinor(canonical, decimals);
  switch (minor) {
    case 'NOT_POSITIVE':
      return invalidAmount('The amount must be more than 0 points.');
    case 'TOO_MANY_DECIMALS':
      return invalidAmount(`Points of ${name} have ${decimalsInWords(decimals)}.`);
    case 'TOO_LARGE':
      return invalidAmount(`The amount must be at most ${formatMinor(greatestMinor(decimals), decimals)} points.`);
    default:
      return minor;
  }
}

function decimalsInWords(decimals: number): string {
  if (decimals === 0) return 'no decimals';
  return decimals === 1 ? 'at most 1 decimal' : `at most ${decimals} decimals`;
}
