import { checkId } from '../failure/checkText.ts';
import { checkMoney } from '../failure/checkMoney.ts';
import { BadInput } from '../failure/failure.ts';
import type { Refused } from '../failure/refusals.ts';
import type { RecordTransactionInput } from './earningUseCases.ts';
import type { Money, Transaction } from './transaction.ts';

export type TransactionInput = Omit<RecordTransactionInput, 'transactionId'>;

/** How far the clocks of the marketplace and of this service may be apart. */
const AHEAD = 5 * 60_000;

/** Throws BadInput for what no program could accept. The field is named like "input" or "inputs[3]". */
export function checkTransaction(field: string, input: TransactionInput, now: Date): void {
  const { memberId, programId, category, merchantId, occurredAt } = input;
  checkId(`${field}.memberId`, memberId);
  if (programId != null) checkId(`${field}.programId`, programId);
  if (category != null) checkId(`${field}.category`, category);
  if (merchantId != null) checkId(`${field}.merchantId`, merchantId);
  if (occurredAt != null) checkOccurredAt(`${field}.occurredAt`, occurredAt, now);
}

/**
 * The amount in its canonical spelling, or why it is none. A transaction of any kind may come without one, a purchase
 * that was paid with a gift card too: rules that give a flat number of points apply to it, rates do not.
 */
export function checkTransactionAmount(
  field: string,
  { amount }: TransactionInput,
): Money | null | Refused<'InvalidTransactionAmount'> {
  return amount == null ? null : checkMoney(`${field}.amount`, amount);
}

/** The transaction as rules judge it. What is said to occur in the future, by a clock that is ahead, occurs now. */
export function toTransaction(id: string, input: TransactionInput, amount: Money | null, now: Date): Transaction {
  const { memberId, kind, category, merchantId, occurredAt } = input;
  return {
    id,
    memberId,
    kind,
    amount,
    category: category ?? null,
    merchantId: merchantId ?? null,
    occurredAt: occurredAt != null && occurredAt < now ? occurredAt : now,
  };
}

function checkOccurredAt(field: string, occurredAt: Date, now: Date): void {
  const at = occurredAt.getTime();
  if (Number.isNaN(at)) throw new BadInput(field, 'is not a time');
  if (at < 0) throw new BadInput(field, 'is before 1970');
  if (at > now.getTime() + AHEAD) throw new BadInput(field, 'is in the future');
}
