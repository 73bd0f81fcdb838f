import type { z } from 'zod';
import type { CallOutcome, Debited, LookupOutcome } from '../loyaltyConnector.ts';
import { engineWords } from '../http/engineWords.ts';
import type { NotSent, Unknown } from '../http/engineHttp.ts';
import type { debitAnswer, lookupAnswer } from './wire.ts';

type Said<Answer> = { readonly status: 'answered'; readonly answer: Answer } | NotSent | Unknown;
type Answer = z.output<typeof debitAnswer>;

const ANOTHER: Unknown = { status: 'unknown', words: 'The engine answered about another call.', httpStatus: null };

/** What an answer to a call with this reference means. */
export function outcomeOf<Extra extends Answer, Done>(
  said: Said<Extra>,
  reference: string,
  secrets: readonly string[],
  value: (answer: Extract<Extra, { status: 'DONE' }>) => Done,
): CallOutcome<Done> {
  if (said.status !== 'answered') return said;
  const answer: Answer = said.answer;
  if (answer.reference !== reference) return ANOTHER;
  switch (answer.status) {
    case 'DONE':
      return { status: 'done', value: value(answer as Extract<Extra, { status: 'DONE' }>) };
    case 'ACCEPTED':
      return { status: 'accepted', engineReference: answer.engineReference ?? null };
    default:
      return { status: 'refused', reason: answer.reason, words: wordsOf(answer, secrets) };
  }
}

export function debitedOf(answer: { readonly engineReference?: string | null | undefined }): Debited {
  return { engineReference: answer.engineReference ?? null };
}

/** What was found of a reference. */
export function lookupOf(
  said: Said<z.output<typeof lookupAnswer>>,
  reference: string,
  secrets: readonly string[],
): LookupOutcome {
  if (said.status !== 'answered') return { status: 'unknown', words: said.words };
  const { answer } = said;
  if (answer.reference !== reference) return { status: 'unknown', words: ANOTHER.words };
  switch (answer.status) {
    case 'DONE':
      return { status: 'found', engineReference: answer.engineReference ?? null };
    case 'PENDING':
      return { status: 'pending' };
    case 'REFUSED':
      return { status: 'rejected', words: wordsOf(answer, secrets) };
    default:
      return { status: 'absent' };
  }
}

function wordsOf(
  { reason, message }: { readonly reason: string; readonly message?: string | undefined },
  secrets: readonly string[],
): string {
  return engineWords(message ?? `The engine refused: ${reason}.`, secrets);
}
