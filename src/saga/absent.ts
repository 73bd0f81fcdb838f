import type { Capabilities } from '../connectors/loyaltyConnector.ts';
import { pauseOf, waiting } from './pause.ts';
import type { DeclineReason, Progress } from './sagaRow.ts';
import type { SagaLimits, Step } from './step.ts';

/** When that what was sent last has been taken if it ever is: the longest processing and our own call. */
export function settledBy(row: Progress, { settlesWithin }: Capabilities, limits: SagaLimits): Date | null {
  if (row.unsureAt === null) return null;
  return new Date(row.unsureAt.getTime() + (settlesWithin ?? limits.settlesWithin) + limits.callTimeout);
}

/** The engine says that nothing was taken. It counts only when nothing can arrive any more, and several times over. */
export function absent(
  row: Progress,
  verdict: { readonly reason: DeclineReason; readonly words: string },
  capabilities: Capabilities,
  now: Date,
  limits: SagaLimits,
): Step {
  const { reason, words } = verdict;
  const counts = settledBy(row, capabilities, limits);
  const pause = pauseOf(row, limits);
  if (counts !== null && now < counts) {
    return waiting(row, Math.min(pause, counts.getTime() - now.getTime()), words, { answers: 0 });
  }
  const answers = row.answers + 1;
  if (answers >= limits.answers) return { do: 'void', reason, words };
  return waiting(row, Math.min(pause, limits.firstPause), words, { answers });
}
