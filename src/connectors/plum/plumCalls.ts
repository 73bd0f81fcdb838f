import type { CallResult, EngineHttp } from '../http/engineHttp.ts';
import { jsonNumber } from '../http/decimalText.ts';
import { engineWords } from '../http/engineWords.ts';
import type { CallOutcome, Debited } from '../loyaltyConnector.ts';
import { type PlumAnswer, plumAnswer } from './plumAnswer.ts';
import type { PlumSecrets, PlumSettings } from './plumSettings.ts';
import type { DecimalText } from '../../ledger/points.ts';

export type PlumCall = (
  path: string,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<CallResult<PlumAnswer, PlumAnswer>>;

/** Calls an endpoint: the token travels in the body, and a failure's body has the form of an answer's. */
export function createPlumCall(http: EngineHttp, { keys }: PlumSettings, { authToken }: PlumSecrets): PlumCall {
  const schema = plumAnswer(keys);
  return async (path, body, signal) =>
    http.call(
      {
        method: 'POST',
        path,
        body: { ...body, [keys.authToken]: authToken },
        answerSchema: schema,
        refusalSchema: schema,
      },
      signal,
    );
}

/** Points as the system wants them in a request. */
export function plumPoints(points: DecimalText, { pointsAs }: PlumSettings): string | number {
  return pointsAs === 'number' ? jsonNumber(points) : points;
}

/** The answer that was given, whatever its HTTP status; null: there is none. */
export function answerOf(result: CallResult<PlumAnswer, PlumAnswer>): PlumAnswer | null {
  if (result.status === 'answered') return result.answer;
  // A 4xx that says that all is well contradicts itself.
  return result.status === 'refused' && !result.refusal.ok ? result.refusal : null;
}

/** What an answer to a redeem or a refund of this order means. */
export function outcomeOf(
  result: CallResult<PlumAnswer, PlumAnswer>,
  reference: string,
  { refusals, unsureCodes }: PlumSettings,
  { authToken }: PlumSecrets,
): CallOutcome<Debited> {
  if (result.status === 'notSent' || result.status === 'unknown') return result;
  const answer = answerOf(result);
  if (answer === null) return { status: 'unknown', words: 'The engine answered an error that says that all is well.' };
  if (answer.orderId !== null && answer.orderId !== reference) {
    return { status: 'unknown', words: 'The engine answered about another order.' };
  }
  if (answer.ok) return { status: 'done', value: { engineReference: answer.orderId } };
  const words = engineWords(answer.message ?? answer.code ?? 'The engine refused and did not say why.', [authToken]);
  if (answer.code !== null && unsureCodes.includes(answer.code)) return { status: 'unknown', words };
  return { status: 'refused', reason: (answer.code === null ? null : refusals[answer.code]) ?? 'REFUSED', words };
}
