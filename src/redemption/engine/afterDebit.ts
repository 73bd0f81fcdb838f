import type { CallOutcome, Capabilities, Debited, RefusalReason } from '../../connectors/loyaltyConnector.ts';
import { absent } from './absent.ts';
import { pauseOf, waiting } from './pause.ts';
import type { DeclineReason, Progress } from './sagaRow.ts';
import type { SagaLimits, Step } from './step.ts';

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

export function reasonOf(reason: RefusalReason): DeclineReason {
  switch (reason) {
    case 'INSUFFICIENT_POINTS':
    case 'MEMBER_UNKNOWN':
      return reason;
    case 'MEMBER_NOT_ACTIVE':
      return 'ACCOUNT_NOT_ACTIVE';
    default:
      return 'REFUSED';
  }
}
