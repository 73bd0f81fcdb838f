import type { CallResult, EngineRequest } from './engineHttp.ts';
import type { WireAnswer } from './exchange.ts';
import { readJson } from './readJson.ts';
import { retryAfterOf } from './retryAfter.ts';

/** What an answer means, as far as HTTP can say. Only a body that was understood is more than unknown. */
export function readAnswer<Answer, Refusal>(
  name: string,
  request: EngineRequest<Answer, Refusal>,
  { httpStatus, headers, body }: WireAnswer,
  notProcessed: readonly number[],
): CallResult<Answer, Refusal> {
  const unknown = (words: string): CallResult<Answer, Refusal> => ({ status: 'unknown', words, httpStatus });
  const retryAfter = retryAfterOf(headers['retry-after']);

  if (httpStatus === 401) {
    const words = `${name} does not accept our credentials (401).`;
    return { status: 'notSent', words, retryAfter, httpStatus };
  }
  if (notProcessed.includes(httpStatus)) {
    return { status: 'notSent', words: `${name} takes nothing now (${httpStatus}).`, retryAfter, httpStatus };
  }
  if (httpStatus >= 500) return unknown(`${name} failed (${httpStatus}).`);
  if (httpStatus >= 300 && httpStatus < 400) {
    return unknown(`${name} redirects (${httpStatus}), which is not followed: its URL must be the final one.`);
  }
  // These three speak of the traffic, whatever their body says.
  if ([408, 425, 429].includes(httpStatus)) return unknown(`${name} takes nothing now (${httpStatus}).`);
  const isRefusal = httpStatus >= 400;
  const schema = isRefusal ? request.refusalSchema : request.answerSchema;
  if (schema === undefined) return unknown(`${name} answered ${httpStatus}, which it does not document.`);
  const distrusted = request.distrust?.(body, headers) ?? null;
  if (distrusted !== null) return unknown(`${name}'s answer is not believed: ${distrusted}`);

  let json: unknown;
  try {
    json = readJson(body);
  } catch {
    return unknown(`${name} answered ${httpStatus} with something that is no JSON.`);
  }
  const parsed = isRefusal ? request.refusalSchema?.safeParse(json) : undefined;
  if (parsed?.success === true) return { status: 'refused', refusal: parsed.data, httpStatus };
  if (isRefusal) return unknown(`${name} answered ${httpStatus} with a body that is not understood.`);
  const answer = request.answerSchema.safeParse(json);
  if (answer.success) return { status: 'answered', answer: answer.data, httpStatus, headers };
  const path = answer.error.issues[0]?.path.join('.') ?? '';
  const where = path === '' ? '' : ` at "${path}"`;
  return unknown(`${name} answered ${httpStatus} with a body that is not understood${where}.`);
}
