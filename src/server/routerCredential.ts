import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The header by which the router shows that a request came through it. */
export const ROUTER_SECRET_HEADER = 'x-router-secret';

/**
 * Makes the check of whether a request carries one of the router's secrets; two are known while one replaces the
 * other. With no secret configured nothing passes: ask only where there are some.
 */
export function createRouterCredential(secrets: readonly string[]): (headers: IncomingHttpHeaders) => boolean {
  const expected = secrets.map(digest);
  return (headers) => {
    const given = headers[ROUTER_SECRET_HEADER];
    if (typeof given !== 'string') return false;
    const hash = digest(given);
    // Equal lengths and no early exit: the time taken tells neither how much of a secret matched nor which.
    let matches = false;
    for (const secret of expected) matches = timingSafeEqual(hash, secret) || matches;
    return matches;
  };
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
