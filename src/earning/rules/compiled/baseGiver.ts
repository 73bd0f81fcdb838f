import type { DecimalText } from '../../../ledger/points.ts';
import type { BaseRule } from '../ruleDefinition.ts';
import { compare, type Decimal, decimalOf, times } from '../decimal.ts';
import type { Subject } from './subject.ts';

/** What a base rule gives; TOO_SMALL: the transaction is below its minimum; null: it is not for such transactions. */
export type BaseGiver = (subject: Subject) => Decimal | 'NO_RATE' | 'TOO_SMALL' | null;

/** A flat rule with minimums is for transactions in their currencies alone. */
export function baseGiver(award: BaseRule['award']): BaseGiver {
  if (award.type === 'PER_AMOUNT') {
    const rates = new Map(
      award.rates.map(({ currencyCode, points, minimumAmount }) => [
        currencyCode,
        { points: decimalOf(points), minimum: minimumOf(minimumAmount) },
      ]),
    );
    return ({ transaction, amount }) => {
      if (transaction.amount === null || amount === null) return null;
      const rate = rates.get(transaction.amount.currencyCode);
      if (rate === undefined) return 'NO_RATE';
      return reaches(amount, rate.minimum) ? times(amount, rate.points) : 'TOO_SMALL';
    };
  }
  const points = decimalOf(award.points);
  if (award.minimums === undefined) return () => points;
  const minimums = new Map(award.minimums.map(({ currencyCode, amount }) => [currencyCode, decimalOf(amount)]));
  return ({ transaction, amount }) => {
    const minimum = minimums.get(transaction.amount?.currencyCode ?? '');
    if (minimum === undefined || amount === null) return null;
    return reaches(amount, minimum) ? points : 'TOO_SMALL';
  };
}

function minimumOf(text: DecimalText | undefined): Decimal | null {
  return text === undefined ? null : decimalOf(text);
}

function reaches(amount: Decimal, minimum: Decimal | null): boolean {
  return minimum === null || compare(amount, minimum) >= 0;
}
