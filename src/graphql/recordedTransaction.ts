import type { Earning, EarningLine } from '../earning/earning.ts';
import { BadInput } from '../failure/failure.ts';
import { LedgerUnavailable } from '../ledger/ledgerUnavailable.ts';
import type { RecordTransactionResult } from '../earning/earningUseCases.ts';
import { toPointsError } from './toPointsError.ts';

/** Whether a base rule gave something: without one there is nothing to multiply, to add to or to cap. */
export function ruleMatched(breakdown: readonly EarningLine[]): boolean {
  return breakdown.some(({ kind }) => kind === 'BASE');
}

export function recordedTransaction(result: RecordTransactionResult) {
  return result.ok ? successOf(result.value) : toPointsError(result.failure);
}

/** One of many: what its neighbors must not be harmed by is an answer too. Rejects with a fault of ours alone. */
export async function recordedTransactionOfMany(result: RecordTransactionResult | Error) {
  if (!(result instanceof Error)) return recordedTransaction(result);
  const { message } = result;
  if (result instanceof BadInput) return { __typename: 'InvalidTransaction', message, field: result.field } as const;
  if (result instanceof LedgerUnavailable) return { __typename: 'TransactionOutcomeUnknown', message } as const;
  throw result;
}

function successOf(earning: Earning) {
  return { __typename: 'RecordTransactionSuccess', earning, ruleMatched: ruleMatched(earning.breakdown) } as const;
}
