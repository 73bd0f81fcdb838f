import type { Capabilities } from '../../connectors/loyaltyConnector.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';

/**
 * The call that a row needs. What may have been taken is made certain the way the engine allows it, and in no other:
 * sent again, looked up and never sent again, or canceled and never sent again. Where nothing of that is there, the
 * member's history is looked through, and it is never sent again.
 */
export function nextCall(row: Progress, capabilities: Capabilities, now: Date, limits: SagaLimits): Step {
  if (row.isCanceling) return { do: 'call', call: 'cancel' };
  if (row.isAccepted) return { do: 'call', call: 'lookup' };
  if (row.unsureAt === null) return { do: 'call', call: 'debit' };
  switch (capabilities.certainty) {
    case 'resend':
      if (mayResend(row, capabilities, now, limits)) return { do: 'call', call: 'debit' };
      if (capabilities.isAsynchronous) return { do: 'call', call: 'lookup' };
      return waiting(row, limits.longestPause, 'The reference may not be sent again any more, nor looked up.');
    case 'lookup':
      return { do: 'call', call: 'lookup' };
    case 'cancel':
      return { do: 'call', call: 'cancel' };
    default:
      if (capabilities.history) return { do: 'call', call: 'lookup' };
      return waiting(
        row,
        Math.max(limits.longestPause, pauseOf(row, limits)),
        'The engine cannot tell what became of it.',
      );
  }
}

/** An engine forgets references: what would arrive after that would be taken twice. */
function mayResend(row: Progress, { resendWithin }: Capabilities, now: Date, { callTimeout }: SagaLimits): boolean {
  if (resendWithin === null || row.firstSentAt === null) return true;
  return now.getTime() + callTimeout < row.firstSentAt.getTime() + resendWithin;
}
