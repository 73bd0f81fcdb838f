import { engineWords } from '../http/engineWords.ts';
import type { CallOutcome, RefusalReason } from '../loyaltyConnector.ts';
import type { SquareErrors } from './squareAnswers.ts';
import type { SquareContext, SquareResult } from './squareCall.ts';

/** developer.squareup.com/reference/square/enums/ErrorCode. Codes that are not here leave the outcome unknown. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  IDEMPOTENCY_KEY_REUSED: 'REFERENCE_CONFLICT',
  NOT_FOUND: 'MEMBER_UNKNOWN',
  BAD_REQUEST: 'REFUSED',
  INVALID_VALUE: 'REFUSED',
  VALUE_TOO_LOW: 'REFUSED',
  VALUE_TOO_HIGH: 'REFUSED',
};

export type NotDone = Exclude<CallOutcome<never>, { status: 'done' | 'accepted' }>;

/** What a call that was not answered came to. */
export function notDone(
  { http, secrets }: SquareContext,
  result: Exclude<SquareResult<unknown>, { status: 'answered' }>,
): NotDone {
  if (result.status === 'notSent') return { status: 'notSent', words: result.words, retryAfter: result.retryAfter };
  if (result.status === 'unknown') return { status: 'unknown', words: result.words };
  const words = squareWords(result.refusal, http.name, secrets.accessToken);
  const { category, code } = result.refusal.errors[0] ?? { category: '', code: '' };
  // A token that may not do this is the operator's to mend; nothing was done with it.
  if (category === 'AUTHENTICATION_ERROR') return { status: 'notSent', words, retryAfter: null };
  const reason = REASONS[code];
  return reason === undefined ? { status: 'unknown', words } : { status: 'refused', reason, words };
}

export function squareWords({ errors: [error] }: SquareErrors, name: string, secret: string): string {
  const said = engineWords([error?.code, error?.detail].filter(Boolean).join(': '), [secret]);
  return `${name} refuses: ${said}`;
}
