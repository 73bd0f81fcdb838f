import type * as Square from 'square';
import type { SquareClient } from 'square';
import type { ZodType } from 'zod';
import type { CallResult, EngineHttp, EngineRequest } from '../http/engineHttp.ts';
import { type SquareErrors, squareErrors } from './squareAnswers.ts';
import type { SquareSecrets, SquareSettings } from './squareSettings.ts';

export interface SquareContext {
  readonly settings: SquareSettings;
  readonly secrets: SquareSecrets;
  readonly http: EngineHttp;
}

export type SquareResult<Answer> = CallResult<Answer, SquareErrors>;

type Fetcher = NonNullable<SquareClient.Options['fetcher']>;
type FetcherArgs = Parameters<Fetcher>[0];
type SquareRequest = Omit<EngineRequest<unknown>, 'answerSchema' | 'refusalSchema'>;

/** Where Square's client believes to be; EngineHttp knows the real place. */
const ORIGIN = 'https://square.invalid';

/** What the client is told of every answer. It would check nothing in it; our own schemas have read it by then. */
const UNREAD = {
  ok: false,
  error: { reason: 'unknown', errorMessage: 'Read elsewhere.' },
  rawResponse: { headers: new Headers(), redirected: false, status: 0, statusText: '', type: 'error', url: ORIGIN },
} as const;

let square: Promise<typeof Square> | null = null;

/** Square's client is large: it is loaded when a program uses it. */
export async function loadSquare(): Promise<typeof Square> {
  square ??= import('square');
  return square;
}

/**
 * One call by Square's own client, which writes the request. EngineHttp sends it: guard, deadline, size cap, breaker
 * and classification are its own, and nothing is retried, because the client's retries live in the fetcher it replaces.
 */
export async function squareCall<Answer>(
  { http, secrets }: SquareContext,
  answerSchema: ZodType<Answer>,
  ask: (client: SquareClient) => PromiseLike<unknown>,
  signal: AbortSignal,
): Promise<SquareResult<Answer>> {
  let result: SquareResult<Answer> = {
    status: 'notSent',
    words: "Square's client did not send this request.",
    retryAfter: null,
    httpStatus: null,
  };
  const fetcher = async (args: FetcherArgs): Promise<typeof UNREAD> => {
    result = await http.call({ ...requestOf(args), answerSchema, refusalSchema: squareErrors }, signal);
    return UNREAD;
  };
  const { SquareClient } = await loadSquare();
  const client = new SquareClient({ token: secrets.accessToken, baseUrl: ORIGIN, maxRetries: 0, fetcher });
  try {
    await ask(client);
  } catch {
    // The client throws for what it could not read. The result says what it was.
  }
  return result;
}

function requestOf({ url, method, headers, queryString, body }: FetcherArgs): SquareRequest {
  const texts = Object.entries(headers ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    // Loyalty has no other.
    method: method === 'POST' ? 'POST' : 'GET',
    path: new URL(url).pathname,
    ...(queryString !== undefined &&
      queryString !== '' && { query: Object.fromEntries(new URLSearchParams(queryString)) }),
    headers: Object.fromEntries(texts),
    ...(body !== undefined && { body: withoutBigInts(body) }),
  };
}

/** Square's client writes money as bigints, which JSON does not know; they are small enough to be numbers. */
function withoutBigInts(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)));
}
