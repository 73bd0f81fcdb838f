import type { EngineGivingBack, EngineRedemption } from './sagaRow.ts';

/** Certainly nothing was sent, and nothing stays reserved: the same may be asked for again, in so many milliseconds. */
export interface Unsent {
  readonly retryAfter: number;
}

/** Redemptions of programs whose points live in an engine. */
export interface EngineSaga {
  /**
   * Brings a redemption on, and waits for its outcome as long as a caller may wait; later outcomes are written down
   * all the same.
   */
  settled(row: EngineRedemption): Promise<EngineRedemption | Unsent>;
  /** The same for what is given back. */
  givenBack(row: EngineGivingBack): Promise<EngineGivingBack | Unsent>;
  /** Drives what is due on. May be late, killed, repeated or doubled. */
  settleDueRedemptions(): Promise<number>;
  /** Waits for the calls that are under way. */
  close(): Promise<void>;
}
