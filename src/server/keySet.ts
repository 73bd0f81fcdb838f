import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { IdentityUnavailable } from '../access/identityUnavailable.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What is remembered of the issuer's keys, in milliseconds. */
export interface KeySetTimes {
  /** One fetch takes no longer. */
  readonly timeout: number;
  /** Keys this old are asked for again, in the background. */
  readonly refreshAfter: number;
  /** Keys this old are trusted no more, even while the issuer cannot be reached. */
  readonly trustFor: number;
  /** After a fetch, an unknown key id does not cause another for so long: forged ids are no flood for the issuer. */
  readonly cooldown: number;
  /** After a fetch that failed nobody tries again for so long. */
  readonly retryAfter: number;
}

const TIMES: KeySetTimes = {
  timeout: 5 * SECOND,
  refreshAfter: 10 * MINUTE,
  trustFor: 60 * MINUTE,
  cooldown: 30 * SECOND,
  retryAfter: 2 * SECOND,
};

/**
 * The issuer's published keys, fetched when needed and kept. While the issuer cannot be reached the last good keys
 * serve on for a bounded time. The function throws IdentityUnavailable when it has no keys and cannot get them, and
 * jose's own errors when a token names a key that the issuer does not have.
 */
export function createKeySet(url: URL, times: KeySetTimes = TIMES): JWTVerifyGetKey {
  let refreshDue = 0;
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: times.timeout,
    cooldownDuration: times.cooldown,
    cacheMaxAge: times.trustFor,
    [customFetch]: pausedAfterFailure(times.retryAfter),
  });

  function refreshInBackground(): void {
    if (keys.jwks() === undefined || Date.now() < refreshDue) return;
    refreshDue = Date.now() + times.refreshAfter;
    // A failure costs nothing yet: the keys at hand are still trusted, and the next request after a pause tries again.
    keys.reload().catch(() => {
      refreshDue = Date.now() + times.retryAfter;
    });
  }

  return async (header, token) => {
    try {
      const known = keys.jwks() !== undefined;
      const key = await keys(header, token);
      if (!known) refreshDue = Date.now() + times.refreshAfter;
      refreshInBackground();
      return key;
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      throw new IdentityUnavailable(error);
    }
  };
}

/** jose rests after a fetch that succeeded; this one also rests after one that failed. */
function pausedAfterFailure(pause: number): FetchImplementation {
  let pausedUntil = 0;
  let failure: unknown;
  return async (url, options) => {
    if (Date.now() < pausedUntil) throw new Error('The issuer could not be reached a moment ago.', { cause: failure });
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`The issuer's keys answered ${response.status}.`);
      return response;
    } catch (error) {
      pausedUntil = Date.now() + pause;
      failure = error;
      throw error;
    }
  };
}

function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
