import type { Engines } from '../connectors/engines.ts';
import type { SagaRow } from './sagaRow.ts';
import type { SagaLimits } from './step.ts';

/** Where a worker stands: what it has just written, or what has just been answered. */
export type SagaPoint = 'claimed' | 'intended' | 'called' | 'parked' | 'settled' | 'mirrored';

/** What rows of any kind are driven with. */
export interface DrivingContext {
  readonly engines: Engines;
  readonly limits: SagaLimits;
  /** From 0 to 1, for pauses that do not fall together. */
  readonly random: () => number;
  /** Takes work that no caller has to wait for, and is waited for at the end. Absent: it is waited for at once. */
  readonly behind?: (work: Promise<void>) => unknown;
  /** Told of what was just settled: a balance that was asked for before is another one now. */
  readonly onSettled?: (row: Pick<SagaRow, 'accountId'>) => void;
  /** Told of what just came to nothing, with why, in words for an operator. */
  readonly onVoided?: (row: SagaRow, words: string) => void;
  /** Asked at every point; a test may stop a worker there. */
  readonly reached?: (point: SagaPoint, id: string) => Promise<void>;
}
