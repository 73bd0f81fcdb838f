/** Certainly nothing was sent, and nothing stays reserved: the same may be asked for again, in so many milliseconds. */
export interface Unsent {
  readonly retryAfter: number;
}
