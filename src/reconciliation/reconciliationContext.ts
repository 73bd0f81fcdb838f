import type { Engines } from '../connectors/engines.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { LearnContext } from './learnMovements.ts';
import type { ReconciliationBooks } from './reconciliationBooks.ts';

/** Milliseconds, but for `atOnce`, `batch` and `attempts`. */
export interface ReconciliationLimits {
  /** One call of an engine at most. */
  readonly callTimeout: number;
  /** How long a run may be silent before another process takes it up. */
  readonly lease: number;
  /** By when a movement is in an engine's history, where its capabilities do not say. */
  readonly settlesWithin: number;
  /** A redemption that is not decided for so long is told of. */
  readonly undecidedFor: number;
  readonly atOnce: number;
  readonly batch: number;
  /** A member who cannot be read that often is passed over, with an open item. */
  readonly attempts: number;
}

export const RECONCILIATION_LIMITS: ReconciliationLimits = {
  callTimeout: 10_000,
  lease: 300_000,
  settlesWithin: 600_000,
  undecidedFor: 3_600_000,
  atOnce: 4,
  batch: 40,
  attempts: 6,
};

/** Where a run stands: what it has just written, or what has just been answered. */
export type ReconciliationPoint = 'learned' | 'intended' | 'reversed' | 'adjusted' | 'kept';

export interface ReconciliationContext extends LearnContext {
  readonly engines: Engines;
  readonly programs: Pick<Programs, 'find'>;
  readonly ledger: Pick<Ledger, 'post' | 'accounts'>;
  readonly books: ReconciliationBooks;
  readonly limits: ReconciliationLimits;
  readonly now: () => Date;
  /** Asked between members: a run that is told to stop is taken up again. Absent: never. */
  readonly isStopping?: () => boolean;
  /** Asked at every point; a test may stop a run there. */
  readonly reached?: (point: ReconciliationPoint) => Promise<void>;
}
