import { z, type ZodType } from 'zod';
import { callWithToken } from '../http/callWithToken.ts';
import type { EngineHttp, NotSent, Unknown } from '../http/engineHttp.ts';
import { engineWords } from '../http/engineWords.ts';
import type { TokenSource } from '../http/tokenSource.ts';
import type { CallOutcome, RefusalReason } from '../loyaltyConnector.ts';
import { DOCUMENTED_REASONS, failureEnvelope, successEnvelope } from './loyalifeEnvelope.ts';
import type { LoyalifeSecrets, LoyalifeSettings } from './loyalifeSettings.ts';

export interface LoyalifeContext {
  readonly http: EngineHttp;
  readonly tokens: TokenSource;
  readonly settings: LoyalifeSettings;
  readonly secrets: LoyalifeSecrets;
}

/** What Loyalife said. A failure without a reason is one whose code nobody explained: it may mean anything. */
export type Said<Value> =
  | { readonly status: 'said'; readonly value: Value; readonly count: number | null }
  | { readonly status: 'failed'; readonly reason: RefusalReason | null; readonly words: string }
  | NotSent
  | Unknown;

/** One call, under a token. Everything is a POST there. Never throws. */
export async function callLoyalife<Value>(
  { http, tokens, settings, secrets }: LoyalifeContext,
  path: string,
  body: unknown,
  valueSchema: ZodType<Value>,
  signal: AbortSignal,
): Promise<Said<Value>> {
  const result = await callWithToken(
    http,
    tokens,
    (token) => ({ authorization: `bearer ${token}` }),
    {
      method: 'POST',
      path: `/lbms-ingress${path}`,
      body,
      answerSchema: z.union([successEnvelope(valueSchema), failureEnvelope]),
      refusalSchema: failureEnvelope,
    },
    signal,
  );
  if (result.status === 'notSent' || result.status === 'unknown') return result;
  const { results } = result.status === 'answered' ? result.answer : result.refusal;
  if (results.IsSucessful) return { status: 'said', value: results.ReturnObject, count: results.Count ?? null };
  const said = engineWords(results.ExceptionMessage ?? '', [secrets.clientSecret]);
  const reason = reasonOf(results.ErrorCode, settings);
  const code = engineWords(results.ErrorCode, [secrets.clientSecret]);
  const words =
    reason === null
      ? `Loyalife failed with code ${code}, which is not known here: ${said}`
      : `Loyalife refused with code ${code}: ${said}`;
  return { status: 'failed', reason, words };
}

/** What came of a call that changes something. */
export function outcomeOf<Value, Done>(said: Said<Value>, done: (value: Value) => Done): CallOutcome<Done> {
  if (said.status === 'said') return { status: 'done', value: done(said.value) };
  const { words } = said;
  if (said.status === 'notSent') return { status: 'notSent', words, retryAfter: said.retryAfter };
  if (said.status === 'unknown' || said.reason === null) return { status: 'unknown', words };
  return { status: 'refused', reason: said.reason, words };
}

function reasonOf(code: string, { errorCodes }: LoyalifeSettings): RefusalReason | null {
  const known = Object.hasOwn(errorCodes, code) ? errorCodes[code] : undefined;
  const documented = Object.hasOwn(DOCUMENTED_REASONS, code) ? DOCUMENTED_REASONS[code] : undefined;
  return known ?? documented ?? null;
}
