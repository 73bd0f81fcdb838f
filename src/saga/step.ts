import type { CallOutcome, Debited, LookupOutcome } from '../connectors/loyaltyConnector.ts';
import type { Minor } from '../ledger/points.ts';
import type { DeclineReason, Progress } from './sagaRow.ts';

/** What a call came to. */
export type Told =
  | { readonly of: 'debit'; readonly outcome: CallOutcome<Debited> }
  | { readonly of: 'lookup'; readonly outcome: LookupOutcome }
  | { readonly of: 'cancel'; readonly outcome: CallOutcome<Debited> };

export type Call = Told['of'];

/** What a worker that waits knows by then. */
export interface Knowledge extends Pick<Progress, 'unsureAt' | 'isAccepted' | 'isCanceling' | 'answers'> {
  readonly state: 'RESERVED' | 'SENDING';
}

/** What is to be done next with a row. */
export type Step =
  | { readonly do: 'call'; readonly call: Call }
  /** Awarded: null or absent, the engine does not say. Of an earning alone. */
  | {
      readonly do: 'capture';
      readonly engineReference: string | null;
      readonly awarded?: Minor | null;
      readonly words: string;
    }
  | { readonly do: 'void'; readonly reason: DeclineReason; readonly words: string }
  /** Milliseconds, without the jitter. */
  | { readonly do: 'wait'; readonly for: number; readonly knowing: Knowledge; readonly words: string };

/** Milliseconds, but for `answers`. */
export interface SagaLimits {
  /** One call at most, from before its intent is written. */
  readonly callTimeout: number;
  /** Longer than a call by far. */
  readonly lease: number;
  /** An engine's longest processing, where its capabilities do not say. */
  readonly settlesWithin: number;
  /** How many answers in a row must say that nothing was taken. */
  readonly answers: number;
  /** The first pause; each is twice the one before, up to the longest. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** A redemption of which certainly nothing was sent is given up after it. */
  readonly givesUpAfter: number;
  /** How long a caller waits for the outcome. */
  readonly patience: number;
}

export const SAGA_LIMITS: SagaLimits = {
  callTimeout: 10_000,
  lease: 30_000,
  settlesWithin: 600_000,
  answers: 3,
  firstPause: 1000,
  longestPause: 300_000,
  givesUpAfter: 900_000,
  patience: 2000,
};
