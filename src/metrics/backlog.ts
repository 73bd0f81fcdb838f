/** What of a program waits to be done, or for somebody to look. Counts stop at 10,000; times are in seconds. */
export interface Backlog {
  readonly programId: string;
  /** What comparisons with an engine found and nobody put right. */
  readonly reconciliationItems: number;
  /** Redemptions through an engine and their reversals that are not decided; since when the oldest is asked for. */
  readonly redemptions: number;
  readonly oldestRedemption: number;
  /** Transactions that an engine has neither taken nor refused; since when the oldest is there. */
  readonly earnings: number;
  readonly oldestEarning: number;
  /** Deliveries of events to endpoints that are not disabled; since when the oldest is there. */
  readonly deliveries: number;
  readonly oldestDelivery: number;
  /** Endpoints that get nothing until somebody enables them. */
  readonly disabledEndpoints: number;
  /** Messages that could not be applied. */
  readonly deadLetters: number;
}

/** Reads what waits, of every program, in one statement. Throws DatabaseUnavailable and DatabaseRefused. */
export type ReadBacklog = () => Promise<readonly Backlog[]>;
