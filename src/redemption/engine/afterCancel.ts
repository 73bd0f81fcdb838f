import type { CallOutcome, Debited } from '../../connectors/loyaltyConnector.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';

const CANCELED = 'The engine canceled the debit.';

/** After the debit was reversed by its reference, so that it is taken no more, whenever it arrives. */
export function afterCancel(row: Progress, outcome: CallOutcome<Debited>, limits: SagaLimits): Step {
  const again = (words: string, atLeast = 0): Step =>
    waiting(row, Math.max(atLeast, pauseOf(row, limits)), words, { isCanceling: true });
  switch (outcome.status) {
    case 'done':
      return { do: 'void', reason: 'UNAVAILABLE', words: CANCELED };
    case 'refused':
      // Nothing is there to reverse any more: it was reversed before, or it was never taken and never will be.
      if (outcome.reason === 'ALREADY_REVERSED' || outcome.reason === 'NOT_REVERSIBLE') {
        return { do: 'void', reason: 'UNAVAILABLE', words: outcome.words };
      }
      return again(outcome.words);
    case 'accepted':
      return again('The engine took the cancellation in and decides later.');
    case 'notSent':
      return again(outcome.words, outcome.retryAfter ?? 0);
    default:
      return again(outcome.words);
  }
}
