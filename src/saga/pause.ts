import type { Progress } from './sagaRow.ts';
import type { Knowledge, SagaLimits, Step } from './step.ts';

/** Longer each time. */
export function pauseOf({ attempt }: Pick<Progress, 'attempt'>, { firstPause, longestPause }: SagaLimits): number {
  return Math.min(firstPause * 2 ** Math.min(Math.max(attempt - 1, 0), 20), longestPause);
}

export type Waiting = Extract<Step, { do: 'wait' }>;

/** Waits, with what was known before and what has changed. */
export function waiting(row: Progress, pause: number, words: string, changed: Partial<Knowledge> = {}): Waiting {
  const { unsureAt, isAccepted, isCanceling, answers } = row;
  const known = { unsureAt, isAccepted, isCanceling, answers, ...changed };
  const isPerhapsTaken = known.unsureAt !== null || known.isAccepted || known.isCanceling;
  return { do: 'wait', for: pause, knowing: { ...known, state: isPerhapsTaken ? 'SENDING' : 'RESERVED' }, words };
}
