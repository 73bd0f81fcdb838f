import { LRUCache } from 'lru-cache';
import type { JWTPayload } from 'jose';

/** A gateway asks several times a page with one token, and proving it costs more than reading a balance. */
const REMEMBERED = 2_000;
/** How long a token that was proven is taken without proof: a key that its issuer withdrew is good for no longer. */
const REMEMBERED_MILLISECONDS = 10_000;
/** Tokens longer than this are proven every time: what callers choose must not fill the memory. */
const LONGEST_TOKEN = 4_096;

type Verify = (token: string) => Promise<JWTPayload>;

/** Remembers for a moment the claims of tokens that were proven, never beyond their own end, and no refusal. */
export function rememberTokens(verify: Verify): Verify {
  // By the clock on the wall, as a token's end is.
  const perf = { now: () => Date.now() };
  const proven = new LRUCache<string, JWTPayload>({
    max: REMEMBERED,
    ttl: REMEMBERED_MILLISECONDS,
    ttlResolution: 0,
    perf,
  });
  return async (token) => {
    const known = proven.get(token);
    if (known !== undefined) return known;
    const claims = await verify(token);
    const left = (claims.exp ?? 0) * 1000 - Date.now();
    if (left > 0 && token.length <= LONGEST_TOKEN) {
      proven.set(token, claims, { ttl: Math.min(left, REMEMBERED_MILLISECONDS) });
    }
    return claims;
  };
}
