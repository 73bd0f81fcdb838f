const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds from one attempt to the next. The first is made at once, and there are ten in about three days. */
export const PAUSES: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * Milliseconds until the attempt after that one, 1 the first; null: that was the last. Up to a tenth more by chance, so
 * that what failed together does not come back together. What the receiver asked for is waited for at least.
 */
export function pauseAfter(attempt: number, retryAfter: number | null, random = Math.random): number | null {
  const pause = PAUSES[attempt - 1];
  return pause === undefined ? null : Math.max(pause * (1 + random() / 10), retryAfter ?? 0);
}
