import type { CallResult, EngineHttp, EngineRequest } from './engineHttp.ts';
import type { TokenSource } from './tokenSource.ts';

/** A call with a token. A 401 was never processed, so it is made once more with a new one. */
export async function callWithToken<Answer, Refusal = never>(
  http: EngineHttp,
  tokens: TokenSource,
  headerOf: (token: string) => Readonly<Record<string, string>>,
  request: EngineRequest<Answer, Refusal>,
  signal: AbortSignal,
): Promise<CallResult<Answer, Refusal>> {
  const once = async (token: string): Promise<CallResult<Answer, Refusal>> =>
    http.call({ ...request, headers: { ...request.headers, ...headerOf(token) } }, signal);

  const token = await tokens.get(signal);
  if (typeof token !== 'string') return token;
  const first = await once(token);
  if (first.status !== 'notSent' || first.httpStatus !== 401) return first;
  tokens.invalidate(token);
  const fresh = await tokens.get(signal);
  return typeof fresh === 'string' ? once(fresh) : fresh;
}
