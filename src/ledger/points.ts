/** An amount of points in the program's minor units: 12.34 points of a program with two decimals are 1234n. */
export type Minor = bigint;

/**
 * The greatest amount that leaves as a JSON number and comes back the same: 2^53 − 1 whole points, and fifteen
 * digits where there are decimals, because a double tells every number of fifteen digits apart and not of sixteen.
 */
export function greatestMinor(decimals: number): Minor {
  return decimals === 0 ? 9_007_199_254_740_991n : 999_999_999_999_999n;
}

/** A decimal number as text in its one canonical spelling: no exponent, no plus, no needless zero, no "-0". */
export type DecimalText = string;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The canonical spelling of a decimal number in JSON's or GraphQL's notation, exactly; null when it is none. */
export function canonicalDecimal(text: string): DecimalText | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const decimals = padded.slice(at).replace(/0+$/, '');
  const plain = decimals === '' ? integer : `${integer}.${decimals}`;
  return plain === '0' ? '0' : sign + plain;
}

export type AmountProblem = 'NOT_POSITIVE' | 'TOO_MANY_DECIMALS' | 'TOO_LARGE';

/** The minor units of a canonical decimal, or why it cannot be an amount of points to move in such a program. */
export function toMinor(amount: DecimalText, decimals: number): Minor | AmountProblem {
  const [whole = '0', fraction = ''] = amount.split('.');
  if (amount === '0' || amount.startsWith('-')) return 'NOT_POSITIVE';
  if (fraction.length > decimals) return 'TOO_MANY_DECIMALS';
  // No greatest amount has more digits; a text of a million is not worth a number.
  if (whole.length > 16) return 'TOO_LARGE';
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return minor > greatestMinor(decimals) ? 'TOO_LARGE' : minor;
}

/** The minor units of a canonical decimal that is not negative; what is finer than the program's decimals is cut off. */
export function floorMinor(amount: DecimalText, decimals: number): Minor {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** The amount as a decimal text: 1234n with two decimals is "12.34". */
export function formatMinor(minor: Minor, decimals: number): DecimalText {
  if (decimals === 0) return minor.toString();
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

/** The amount as the one JSON number that names it: exact for every |amount| within greatestMinor. */
export function toJsonNumber(minor: Minor, decimals: number): number {
  return decimals === 0 ? Number(minor) : Number(formatMinor(minor, decimals));
}
