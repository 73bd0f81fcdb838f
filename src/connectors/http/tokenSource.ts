import { withDeadline } from './deadline.ts';
import type { NotSent, Unknown } from './engineHttp.ts';

export interface Token {
  readonly token: string;
  /** Milliseconds from now; null: the engine does not say. */
  readonly expiresIn: number | null;
}

export interface TokenSource {
  /** A token that was good when it was last heard of, or why there is none: nothing was sent then. */
  get(signal: AbortSignal): Promise<string | NotSent>;
  /** The engine did not accept this token: the next caller gets another one. */
  invalidate(token: string): void;
}

export interface TokenSourceOptions {
  /** The engine in words. */
  readonly name: string;
  /** Asks for a token. Its signal is not a caller's: several wait for one answer. */
  readonly fetch: (signal: AbortSignal) => Promise<Token | NotSent | Unknown>;
  readonly now?: () => number;
  readonly random?: () => number;
}

const FETCH_TIMEOUT = 5000;
const PAUSE = 1000;
const DEFAULT_LIFE = 5 * 60_000;

/** One token for all calls, asked for once at a time, renewed in the background when 70 to 80 % of its life are over. */
export function createTokenSource({
  name,
  fetch,
  now = Date.now,
  random = Math.random,
}: TokenSourceOptions): TokenSource {
  let current: { readonly token: string; readonly end: number } | null = null;
  let renewAt = 0;
  let inFlight: Promise<string | NotSent> | null = null;

  const renew = async (): Promise<string | NotSent> => {
    renewAt = now() + PAUSE;
    const began = now();
    const got = await fetch(withDeadline(FETCH_TIMEOUT));
    if ('token' in got) {
      const life = got.expiresIn ?? DEFAULT_LIFE;
      current = { token: got.token, end: began + life };
      renewAt = began + life * (0.8 - 0.1 * random());
      return got.token;
    }
    const retryAfter = got.status === 'notSent' ? got.retryAfter : null;
    return { status: 'notSent', words: got.words, retryAfter, httpStatus: got.httpStatus };
  };

  const renewOnce = async (): Promise<string | NotSent> => {
    inFlight ??= renew()
      .catch((): NotSent => noToken(`${name} gave no token.`))
      .finally(() => {
        inFlight = null;
      });
    return inFlight;
  };

  return {
    get: async (signal) => {
      if (current !== null && now() < current.end) {
        if (now() >= renewAt) void renewOnce();
        return current.token;
      }
      return orAborted(renewOnce(), signal, noToken(`${name} gave no token in time.`));
    },
    invalidate: (token) => {
      // One of many callers may come late, when there is a new one already.
      if (current?.token === token) current = null;
    },
  };
}

function noToken(words: string): NotSent {
  return { status: 'notSent', words, retryAfter: null, httpStatus: null };
}

async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal, late: Result): Promise<Result> {
  if (signal.aborted) return late;
  // One signal may be that of hundreds of callers, and would warn from the eleventh listener on.
  const between = AbortSignal.any([signal]);
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      resolve(late);
    };
    between.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      between.removeEventListener('abort', giveUp);
    });
  });
}
