import { urlPath } from '../http/urlPath.ts';
import { type SessionAnswer, sessionAnswer } from './talonOneAnswers.ts';
import { talonOneCall, type TalonOneContext, type TalonOneResult } from './talonOneCall.ts';

/**
 * A session is one order: it is created closed, evaluated once, and named by our reference. Its rules decide, and what
 * they did stands in the answer's effects (docs.talon.one/docs/dev/concepts/entities/customer-sessions).
 */
export async function putSession(
  context: TalonOneContext,
  id: string,
  customerSession: Readonly<Record<string, unknown>>,
  key: string,
  signal: AbortSignal,
): Promise<TalonOneResult<SessionAnswer>> {
  const request = {
    method: 'PUT',
    path: urlPath`/v2/customer_sessions/${id}`,
    // Kept for 24 hours with its answer (…/integration-api#tag/Customer-sessions/operation/updateCustomerSessionV2).
    headers: { 'idempotency-key': key },
    body: { customerSession, responseContent: ['customerSession', 'ruleFailureReasons'] },
    answerSchema: sessionAnswer,
  } as const;
  return talonOneCall(context, request, signal);
}

/** The session and the effects that still hold. `absent`: Talon.One refuses to tell of one, because there is none. */
export async function getSession(
  context: TalonOneContext,
  id: string,
  signal: AbortSignal,
): Promise<TalonOneResult<SessionAnswer> | 'absent'> {
  const request = { method: 'GET', path: urlPath`/v2/customer_sessions/${id}`, answerSchema: sessionAnswer } as const;
  const result = await talonOneCall(context, request, signal);
  // A 404 is not among its documented answers, a 400 is.
  const isAbsent = result.status === 'refused' && (result.httpStatus === 404 || result.httpStatus === 400);
  return isAbsent ? 'absent' : result;
}
