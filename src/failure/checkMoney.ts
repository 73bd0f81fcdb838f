import { currencyDecimals } from '../earning/currencyDecimals.ts';
import type { Money } from '../earning/transaction.ts';
import { canonicalDecimal } from '../ledger/points.ts';
import { checkId } from './checkText.ts';
import { BadInput } from './failure.ts';
import { invalidTransactionAmount, type Refused } from './refusals.ts';

// Longer than every exact amount in any spelling with a purpose; bounds the work of reading one.
const LONGEST = 400;
const DIGITS = 15;

/**
 * The amount in its canonical spelling, so that "10.0" and "10" are one, or why it is no amount of its currency. Throws
 * BadInput when the text is no decimal number at all. The field is named like "input.amount".
 */
export function checkMoney(
  field: string,
  { amount, currencyCode }: Money,
): Money | Refused<'InvalidTransactionAmount'> {
  checkId(`${field}.currencyCode`, currencyCode);
  if (amount.length > LONGEST) throw new BadInput(`${field}.amount`, 'is too long for an amount');
  const canonical = canonicalDecimal(amount);
  if (canonical === null) throw new BadInput(`${field}.amount`, 'is not a decimal number');
  const decimals = currencyDecimals(currencyCode);
  if (decimals === null) {
    return invalidTransactionAmount(`There is no currency "${currencyCode}": codes are those of ISO 4217, like USD.`);
  }
  if (canonical.startsWith('-')) return invalidTransactionAmount('The amount must not be less than 0.');
  const [whole = '', fraction = ''] = canonical.split('.');
  if (fraction.length > decimals) {
    return invalidTransactionAmount(`An amount in ${currencyCode} has ${decimalsInWords(decimals)}.`);
  }
  if (whole.length + fraction.length > DIGITS) {
    return invalidTransactionAmount(`An amount has at most ${DIGITS} digits.`);
  }
  return { amount: canonical, currencyCode };
}

function decimalsInWords(decimals: number): string {
  return decimals === 0 ? 'no decimals' : `at most ${decimals} decimals`;
}
