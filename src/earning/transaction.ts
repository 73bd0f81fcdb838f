import type { DecimalText } from '../ledger/points.ts';

/** Something that happened in the marketplace and may earn points. */
export interface Transaction {
  /** The marketplace's id, unique for ever within the program. */
  readonly id: string;
  readonly memberId: string;
  readonly kind: TransactionKind;
  /** Null: nothing was paid. */
  readonly amount: Money | null;
  readonly category: string | null;
  readonly merchantId: string | null;
  readonly occurredAt: Date;
}

export type TransactionKind = 'PURCHASE' | 'MILESTONE' | 'RECOGNITION';

/** An exact amount, never negative, in its canonical spelling. */
export interface Money {
  readonly amount: DecimalText;
  /** ISO 4217, like USD. */
  readonly currencyCode: string;
}
