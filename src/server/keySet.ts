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
  let pausedUntil = 0;
  let failure: unknown;

  // jose rests after a fetch that succeeded; this rests after one that failed, however it failed.
  const fetchUnlessPaused: FetchImplementation = async (address, options) => {
    if (Date.now() < pausedUntil) throw new Error('The keys could not be had a moment ago.', { cause: failure });
    return fetch(address, options);
  };
  const pause = (error: unknown): void => {
    if (Date.now() < pausedUntil) return;
    pausedUntil = Date.now() + times.retryAfter;
    failure = error;
  };

  const keys = createRemoteJWKSet(url, {
    timeoutDuration: times.timeout,
    cooldownDuration: times.cooldown,
    cacheMaxAge: times.trustFor,
    [customFetch]: fetchUnlessPaused,
  });

  function refreshInBackground(): void {
    if (Date.now() < refreshDue) return;
    refreshDue = Date.now() + times.refreshAfter;
    // A failure costs nothing yet: the keys at hand are trusted for longer, and the next request after the pause tries.
    keys.reload().catch((error: unknown) => {
      pause(error);
      refreshDue = pausedUntil;
    });
  }

  return async (header, token) => {
    try {
      if (keys.jwks() === undefined) refreshDue = Date.now() + times.refreshAfter;
      const key = await keys(header, token);
      refreshInBackground();
      return key;
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      pause(error);
      throw new IdentityUnavailable(error);
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
