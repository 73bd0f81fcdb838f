import type { Capabilities } from '../../connectors/loyaltyConnector.ts';
import { afterCancel } from './afterCancel.ts';
import { afterDebit } from './afterDebit.ts';
import { afterLookup } from './afterLookup.ts';
import { nextCall } from './nextCall.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step, Told } from '../../saga/step.ts';

/**
 * What to do next with a row: before a call (told is null), and after it. Pure. The row is as it was before the call's
 * intent was written, with the attempt counted; now is when the call began, so that an answer counts for no more than
 * the time at which it was asked for.
 */
export function nextStep(
  row: Progress,
  told: Told | null,
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  if (told === null) return nextCall(row, capabilities, now, limits);
  switch (told.of) {
    case 'debit':
      return afterDebit(row, told.outcome, capabilities, now, limits);
    case 'lookup':
      return afterLookup(row, told.outcome, capabilities, now, limits);
    default:
      return afterCancel(row, told.outcome, limits);
  }
}
