import type { CallOutcome, Capabilities, Debited } from '../../connectors/loyaltyConnector.ts';
import { absent, settledBy } from '../../saga/absent.ts';
import { reasonOf } from '../../saga/reasonOf.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';

/**
 * What to do next with points that an engine is to give back. A reversal gives back once however often it is sent, so
 * it is sent until it is acknowledged; where the engine looks for the attempt before it, only when that one has arrived.
 */
export function nextReversalStep(
  row: Progress,
  outcome: CallOutcome<Debited> | null,
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  const pause = pauseOf(row, limits);
  if (outcome === null) {
    const arrived = capabilities.certainty === 'lookup' ? settledBy(row, capabilities, limits) : null;
    if (arrived === null || now >= arrived) return { do: 'call', call: 'debit' };
    return waiting(row, arrived.getTime() - now.getTime(), 'The attempt before may not have arrived yet.');
  }
  switch (outcome.status) {
    case 'done':
      return {
        do: 'capture',
        engineReference: outcome.value.engineReference,
        words: 'The engine gave the points back.',
      };
    case 'refused': {
      const verdict = { reason: reasonOf(outcome.reason), words: outcome.words };
      if (row.unsureAt === null) return { do: 'void', ...verdict };
      return absent(row, verdict, capabilities, now, limits);
    }
    case 'notSent':
      return waiting(row, Math.max(outcome.retryAfter ?? 0, pause), outcome.words);
    case 'accepted':
      return waiting(row, pause, 'The engine took it in and decides later.', { unsureAt: now, answers: 0 });
    default:
      return waiting(row, pause, outcome.words, { unsureAt: now, answers: 0 });
  }
}
