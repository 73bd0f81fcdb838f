import { engineWords } from '../http/engineWords.ts';
import type { CallOutcome } from '../loyaltyConnector.ts';
import type { TalonOneErrors } from './talonOneAnswers.ts';
import type { NotAnswered, TalonOneContext } from './talonOneCall.ts';

export type NotDone = Exclude<CallOutcome<never>, { status: 'done' | 'accepted' }>;

/** What a call that was not answered came to. */
export function notDone({ http, secrets }: TalonOneContext, result: NotAnswered): NotDone {
  if (result.status === 'notSent') return { status: 'notSent', words: result.words, retryAfter: result.retryAfter };
  if (result.status === 'unknown') return { status: 'unknown', words: result.words };
  const words = `${http.name} refuses: ${saidBy(result.refusal, secrets.apiKey)}`;
  switch (result.httpStatus) {
    // It is evaluating another request of this profile (…/docs/dev/getting-started/integration-tutorial#managing-parallel-requests).
    case 409:
      return isKnownEvent(result.refusal)
        ? { status: 'unknown', words }
        : { status: 'notSent', words, retryAfter: null };
    case 400:
      return { status: 'refused', reason: 'REFUSED', words };
    case 403:
      return { status: 'notSent', words, retryAfter: null };
    default:
      return { status: 'unknown', words };
  }
}

/** A 404 of a read: there is no such profile in the program, unless it says that the program itself is missing. */
export function isUnknownProfile(result: NotAnswered): boolean {
  if (result.status !== 'refused' || result.httpStatus !== 404) return false;
  const { message } = result.refusal;
  return !/program/i.test(message) || /profile|customer/i.test(message);
}

/** An advanced event is taken once for its id, and a second one is answered with 409 as parallel requests are. */
export function isKnownEvent({ message, errors }: TalonOneErrors): boolean {
  const said = [message, ...(errors ?? []).map((error) => `${error.title} ${error.details}`)].join(' ');
  return /already exist|duplicate/i.test(said);
}

function saidBy({ message, errors }: TalonOneErrors, secret: string): string {
  const [first] = errors ?? [];
  return engineWords([message, first?.title, first?.details].filter(Boolean).join(': '), [secret]);
}
