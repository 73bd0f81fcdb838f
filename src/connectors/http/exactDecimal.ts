import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';

/** The exact product of two decimals that are not negative. */
export function times(a: DecimalText, b: DecimalText): DecimalText {
  const [left, right] = [scaled(a), scaled(b)];
  return canonicalDecimal(`${left.digits * right.digits}e-${left.decimals + right.decimals}`) ?? '0';
}

/** Whether a is less than b, neither of them negative. */
export function isLess(a: DecimalText, b: DecimalText): boolean {
  const [left, right] = [scaled(a), scaled(b)];
  return left.digits * 10n ** BigInt(right.decimals) < right.digits * 10n ** BigInt(left.decimals);
}

/** The amount as the JSON number that names it; null where none does. */
export function exactNumber(amount: DecimalText): number | null {
  const number = Number(amount);
  return canonicalDecimal(String(number)) === amount ? number : null;
}

function scaled(amount: DecimalText): { readonly digits: bigint; readonly decimals: number } {
  const [whole = '0', fraction = ''] = amount.split('.');
  return { digits: BigInt(whole + fraction), decimals: fraction.length };
}
