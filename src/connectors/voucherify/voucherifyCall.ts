import type { ZodType } from 'zod';
import type { EngineHttp, EngineRequest, NotSent, Unknown } from '../http/engineHttp.ts';
import { engineWords } from '../http/engineWords.ts';
import type { RefusalReason } from '../loyaltyConnector.ts';
import type { RateLimit } from './createRateLimit.ts';
import { errorSchema } from './voucherifySchemas.ts';
import type { VoucherifySecrets, VoucherifySettings } from './voucherifySettings.ts';

export interface VoucherifyContext {
  readonly http: EngineHttp;
  readonly settings: VoucherifySettings;
  readonly secrets: VoucherifySecrets;
  readonly rateLimit: RateLimit;
}

/** What Voucherify said. A failure without a reason has a key that nobody explained: it may mean anything. */
export type Said<Answer> =
  | { readonly status: 'said'; readonly answer: Answer }
  | {
      readonly status: 'failed';
      readonly reason: RefusalReason | null;
      readonly words: string;
      /** What is wrong, of a 404: program, member or card. */
      readonly resource: string | null;
    }
  | NotSent
  | Unknown;

/** The keys of the loyalty v2 calls' examples and of the page "Errors" that say for certain that nothing was done. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  invalid_payload: 'REFUSED',
  invalid_query_params: 'REFUSED',
  not_found: 'MEMBER_UNKNOWN',
  non_active_member: 'MEMBER_NOT_ACTIVE',
  non_active_program: 'REFUSED',
  program_outside_validity_window: 'REFUSED',
  insufficient_card_balance: 'INSUFFICIENT_POINTS',
  zero_card_balance: 'INSUFFICIENT_POINTS',
};

/** One call. Never throws, never repeats. */
export async function callVoucherify<Answer>(
  { http, settings, secrets, rateLimit }: VoucherifyContext,
  request: Pick<EngineRequest<Answer>, 'method' | 'path' | 'query' | 'body'> & {
    readonly answerSchema: ZodType<Answer>;
  },
  signal: AbortSignal,
): Promise<Said<Answer>> {
  const wait = rateLimit.wait();
  if (wait > 0) {
    return { status: 'notSent', words: 'Voucherify takes no more calls for now.', retryAfter: wait, httpStatus: null };
  }
  const headers = { 'x-app-id': settings.appId, 'x-app-token': secrets.appToken };
  const result = await http.call({ ...request, headers, refusalSchema: errorSchema }, signal);
  if (result.status === 'notSent' || result.status === 'unknown') return result;
  if (result.status === 'answered') {
    rateLimit.learn(result.headers);
    return { status: 'said', answer: result.answer };
  }
  const { key, message, details, resource_type: resource = null } = result.refusal;
  const said = engineWords(`${key}: ${message ?? ''} ${details ?? ''}`, [secrets.appToken]);
  const known = Object.hasOwn(REASONS, key) ? (REASONS[key] ?? null) : null;
  // A program that is not found says nothing about a member.
  const reason = key === 'not_found' && resource === 'program' ? 'REFUSED' : known;
  return { status: 'failed', reason, words: `Voucherify refused (${result.httpStatus}): ${said}`, resource };
}
