import type { Capabilities, LookupOutcome } from '../../connectors/loyaltyConnector.ts';
import { absent, settledBy } from '../../saga/absent.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';

const NOTHING = { reason: 'UNAVAILABLE', words: 'The engine has no such debit.' } as const;

/** After the engine was asked what became of the reference. */
export function afterLookup(
  row: Progress,
  outcome: LookupOutcome,
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  const pause = pauseOf(row, limits);
  switch (outcome.status) {
    case 'found':
      return { do: 'capture', engineReference: outcome.engineReference, words: 'The engine has the debit.' };
    case 'pending':
      return waiting(row, pause, 'The engine has not decided yet.', { answers: 0 });
    case 'rejected':
      return { do: 'void', reason: 'REFUSED', words: outcome.words };
    case 'absent': {
      const counts = settledBy(row, capabilities, limits);
      // It was taken in and is not there: where the same reference may be sent again, that is asked instead.
      const mayAskAgain = capabilities.certainty === 'resend' && capabilities.resendWithin === null;
      if (mayAskAgain && (counts === null || now >= counts)) {
        return waiting(row, limits.firstPause, NOTHING.words, { isAccepted: false });
      }
      return absent(row, NOTHING, capabilities, now, limits);
    }
    default:
      return waiting(row, pause, outcome.words);
  }
}
