import { createHash, randomUUID } from 'node:crypto';
import type { ZodType } from 'zod';
import type { CallResult, EngineHttp, NotSent, Unknown } from '../http/engineHttp.ts';
import { distrustWebhook, signWebhook } from './standardWebhook.ts';
import type { SignedWebhookSecrets } from './signedWebhookSettings.ts';

export type SignedCall = <Answer>(call: {
  readonly path: string;
  readonly body: unknown;
  readonly answerSchema: ZodType<Answer>;
  /** The same on every attempt of what changes something; null: a question, which has an id of its own. */
  readonly id: string | null;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: 'answered'; readonly answer: Answer } | NotSent | Unknown>;

/**
 * Calls signed both ways. An answer names the request that it answers, with "re_" before, so that neither another
 * request's answer nor the request itself can be played back. A refusal may come with a 4xx.
 */
export function createSignedCall(http: EngineHttp, secrets: SignedWebhookSecrets, now = Date.now): SignedCall {
  const { signingSecret, previousSigningSecret } = secrets;
  const keys = previousSigningSecret === undefined ? [signingSecret] : [signingSecret, previousSigningSecret];
  return async <Answer>({ path, body, answerSchema, id, signal }: Parameters<SignedCall>[0]) => {
    const webhookId = headerId(id ?? randomUUID());
    const result: CallResult<Answer, Answer> = await http.call(
      {
        method: 'POST',
        path,
        body,
        answerSchema: answerSchema as ZodType<Answer>,
        refusalSchema: answerSchema as ZodType<Answer>,
        sign: (text) => ({ ...signWebhook(keys, webhookId, now(), text) }),
        distrust: (bytes, headers) => distrustWebhook(keys, `re_${webhookId}`, now(), bytes, headers),
      },
      signal,
    );
    return result.status === 'refused' ? { status: 'answered', answer: result.refusal } : result;
  };
}

/** A marketplace's id may have any characters, a header and the signed text may not. */
function headerId(id: string): string {
  return /^[\w-]{1,200}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
