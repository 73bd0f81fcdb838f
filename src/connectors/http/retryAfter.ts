const GREATEST = 24 * 60 * 60 * 1000;

/** Milliseconds of a Retry-After header, seconds or a date, a day at most; null where there is none to understand. */
export function retryAfterOf(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), GREATEST);
}
