import type { CallOutcome, Capabilities, Debited } from '../../connectors/loyaltyConnector.ts';
import { absent } from '../../saga/absent.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';
import { reasonOf } from '../../saga/reasonOf.ts';

/** After the debit was sent, for the first time or again. */
export function afterDebit(
  row: Progress,
  outcome: CallOutcome<Debited>,
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  const pause = pauseOf(row, limits);
  switch (outcome.status) {
    case 'done':
      return { do: 'capture', engineReference: outcome.value.engineReference, words: 'The engine took the points.' };
    case 'accepted':
      return waiting(row, limits.firstPause, 'The engine took it in and decides later.', {
        isAccepted: true,
        unsureAt: now,
        answers: 0,
      });
    case 'refused':
      // An attempt before it, whose answer nobody knows, may have taken the points and caused this very refusal.
      if (row.unsureAt === null) return { do: 'void', reason: reasonOf(outcome.reason), words: outcome.words };
      return absent(row, { reason: reasonOf(outcome.reason), words: outcome.words }, capabilities, now, limits);
    case 'notSent':
      if (row.unsureAt === null && now.getTime() - row.requestedAt.getTime() > limits.givesUpAfter) {
        return { do: 'void', reason: 'UNAVAILABLE', words: `${outcome.words} It was given up; nothing was sent.` };
      }
      return waiting(row, Math.max(outcome.retryAfter ?? 0, pause), outcome.words);
    default:
      return waiting(row, pause, outcome.words, { unsureAt: now, answers: 0 });
  }
}
