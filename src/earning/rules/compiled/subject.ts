import type { Transaction } from '../../transaction.ts';
import { type Decimal, decimalOf } from '../decimal.ts';
import type { LocalTime } from '../localTime.ts';

/** A transaction as compiled rules look at it. */
export interface Subject {
  readonly transaction: Transaction;
  readonly amount: Decimal | null;
  readonly local: LocalTime;
}

/** The same transaction with a part of its amount. */
export function subjectOf(transaction: Transaction, local: LocalTime): Subject {
  return { transaction, amount: transaction.amount === null ? null : decimalOf(transaction.amount.amount), local };
}
