import type { CallOutcome, Capabilities } from '../../connectors/loyaltyConnector.ts';
import type { Minor } from '../../ledger/points.ts';
import { absent } from '../../saga/absent.ts';
import { reasonOf } from '../../saga/reasonOf.ts';
import { pauseOf, waiting } from '../../saga/pause.ts';
import type { Progress } from '../../saga/sagaRow.ts';
import type { SagaLimits, Step } from '../../saga/step.ts';

/** What the engine said of a transaction: null points come later, or never. */
export interface Earned {
  readonly points: Minor | null;
  readonly engineReference: string | null;
}

const UNTOLD =
  'Its answer was lost, and the engine would count it twice if it were sent again. What it awarded, if it did, is in the balance and the statement.';

/**
 * What to do next with a transaction: before a call (outcome is null), and after it. Pure; row and now are as in
 * nextStep. It is sent until the engine took it or refused it, however long that takes: nobody else would. Where the
 * engine would award it again, it is sent no more once an answer was lost, and what it awarded is told by the engine, or
 * by nobody.
 */
export function nextEarningStep(
  row: Progress,
  outcome: CallOutcome<Earned> | null,
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  if (outcome === null) {
    return maySendAgain(row, capabilities, now, limits) ? { do: 'call', call: 'debit' } : untold();
  }
  const pause = pauseOf(row, limits);
  switch (outcome.status) {
    case 'done': {
      const { points: awarded, engineReference } = outcome.value;
      const words = awarded === null ? 'The engine took it, and tells later what it awards.' : 'The engine awarded it.';
      return { do: 'capture', engineReference, awarded, words };
    }
    case 'accepted': {
      const { engineReference } = outcome;
      return { do: 'capture', engineReference, awarded: null, words: 'The engine took it in and decides later.' };
    }
    case 'refused': {
      // An attempt before it, whose answer nobody knows, may have been taken and have caused this very refusal.
      const verdict = { reason: reasonOf(outcome.reason), words: outcome.words };
      return row.unsureAt === null ? { do: 'void', ...verdict } : absent(row, verdict, capabilities, now, limits);
    }
    case 'notSent':
      return waiting(row, Math.max(outcome.retryAfter ?? 0, pause), outcome.words);
    default:
      return waiting(row, pause, outcome.words, { unsureAt: now, answers: 0 });
  }
}

function untold(): Step {
  return { do: 'capture', engineReference: null, awarded: null, words: UNTOLD };
}

/** What arrives when the engine has forgotten the reference is awarded twice. */
function maySendAgain(
  { unsureAt, firstSentAt }: Progress,
  { earnsOnceFor }: Capabilities,
  now: Date,
  { callTimeout }: SagaLimits,
): boolean {
  if (unsureAt === null || earnsOnceFor === null || firstSentAt === null) return true;
  return now.getTime() + callTimeout < firstSentAt.getTime() + earnsOnceFor;
}
