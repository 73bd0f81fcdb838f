const HOUR = 3_600_000;

/** What Voucherify says about the calls that are left, so that the one that would be refused is not made. */
export interface RateLimit {
  /** Milliseconds until the next call may be made; 0: now. */
  wait(): number;
  /** Takes note of an answer's X-Rate-Limit headers. */
  learn(headers: Readonly<Record<string, string>>): void;
}

/**
 * X-Rate-Limit-Remaining is what is left in the period, and X-Rate-Limit-Retry the Unix time in seconds of the next
 * call (docs.voucherify.io/guides/limits). The longest period is an hour: a time beyond it is a clock's fault.
 */
export function createRateLimit(now: () => number = Date.now): RateLimit {
  let until = 0;
  return {
    wait: () => Math.max(0, until - now()),
    learn: (headers) => {
      const remaining = headers['x-rate-limit-remaining'];
      const retry = headers['x-rate-limit-retry'];
      if (remaining !== '0' || retry === undefined || !/^\d{1,12}$/.test(retry)) return;
      until = Math.min(Number(retry) * 1000, now() + HOUR);
    },
  };
}
