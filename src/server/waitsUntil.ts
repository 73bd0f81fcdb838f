import type { IncomingHttpHeaders } from 'node:http';

export const DEADLINE_HEADER = 'x-deadline-ms';

/** Milliseconds that an answer takes from here to the caller. */
const RESERVE = 50;
// Nine digits are eleven days: what is longer is no deadline.
const MILLISECONDS = /^[1-9]\d{0,8}$/;

/**
 * Until when the caller of a request waits for what it reads elsewhere, by performance.now(): the milliseconds that it
 * says it still has, counted from the request's arrival, without what the answer itself takes. Infinity: it does not say,
 * or nothing that makes sense.
 */
export function waitsUntil({ [DEADLINE_HEADER]: left }: IncomingHttpHeaders, arrivedAt: number): number {
  return typeof left === 'string' && MILLISECONDS.test(left) ? arrivedAt + Number(left) - RESERVE : Infinity;
}
