import { checkMoney } from '../failure/checkMoney.ts';
import { invalidTransactionAmount, type Refused } from '../failure/refusals.ts';
import type { Money } from './transaction.ts';

/** The part of a transaction's amount that is to be reversed, or why it can be no part of it. */
export function checkReversedAmount(
  field: string,
  money: Money,
  of: Money | null,
): Money | Refused<'InvalidTransactionAmount'> {
  const checked = checkMoney(field, money);
  if ('failure' in checked) return checked;
  if (checked.amount === '0') return invalidTransactionAmount('The amount must be more than 0.');
  if (of === null) {
    return invalidTransactionAmount('The transaction has no amount: name none, and it is reversed completely.');
  }
  if (checked.currencyCode !== of.currencyCode) {
    return invalidTransactionAmount(`The transaction was in ${of.currencyCode}, and so is every part of it.`);
  }
  return checked;
}
