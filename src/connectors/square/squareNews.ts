import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { EngineMessage, Happening, NewsReading } from '../engineNews.ts';
import { isSecret } from '../news/isSecret.ts';
import { newsId, newsJson } from '../news/newsBody.ts';
import { squareEvent, type SquareEvent } from './squareAnswers.ts';
import { movementOf } from './squareHistory.ts';
import type { SquareSecrets, SquareSettings } from './squareSettings.ts';

const NOT_CONFIGURED =
  'Give the engine the webhookSignatureKey of the subscription, and the settings its notificationUrl.';

// LoyaltyEventCreatedEvent and its like in Square's OpenAPI (square/connect-api-specification, api.json).
const envelope = z.looseObject({ type: z.string(), event_id: z.string().nullish() });
const eventCreated = z.looseObject({
  data: z.looseObject({ object: z.looseObject({ loyalty_event: squareEvent }) }),
});
const accountChanged = z.looseObject({
  data: z.looseObject({ object: z.looseObject({ loyalty_account: z.looseObject({ id: z.string().min(1) }) }) }),
});

/**
 * Square's events. Signed is the address of the subscription and then the body, byte by byte, as verifySignature of
 * Square's own SDK has it (square, WebhooksHelper).
 */
export function squareNews(
  { notificationUrl }: SquareSettings,
  { webhookSignatureKey, previousWebhookSignatureKey }: SquareSecrets,
): (message: EngineMessage) => NewsReading {
  return ({ headers, body }) => {
    if (webhookSignatureKey === undefined || notificationUrl === undefined) {
      return { status: 'untrusted', words: NOT_CONFIGURED };
    }
    const keys = [webhookSignatureKey, previousWebhookSignatureKey];
    const signatures = keys.map((key) => key && signatureOf(key, notificationUrl, body));
    const said = headers['x-square-hmacsha256-signature'];
    if (typeof said !== 'string' || !isSecret(said, signatures)) {
      return { status: 'untrusted', words: 'It is not signed with the signature key, or for another notificationUrl.' };
    }
    return readingOf(body);
  };
}

function signatureOf(key: string, url: string, body: Uint8Array): string {
  return createHmac('sha256', key).update(url).update(body).digest('base64');
}

function readingOf(body: Uint8Array): NewsReading {
  const json = newsJson(body);
  const said = envelope.safeParse(json);
  const id = newsId(said.data?.event_id, body);
  if (!said.success) return { status: 'unreadable', id, words: 'It is no event of Square.' };
  const { type } = said.data;
  if (type === 'loyalty.event.created') {
    const event = eventCreated.safeParse(json);
    if (event.success) return { status: 'told', id, happenings: happeningsOf(event.data.data.object.loyalty_event) };
    return { status: 'unreadable', id, words: 'It has no loyalty event that is understood.' };
  }
  if (type !== 'loyalty.account.created' && type !== 'loyalty.account.updated') return { status: 'nothing', id };
  const account = accountChanged.safeParse(json);
  if (!account.success) return { status: 'unreadable', id, words: 'It has no loyalty account that is understood.' };
  const member = { id: account.data.data.object.loyalty_account.id };
  return { status: 'told', id, happenings: [{ kind: 'balance', member }] };
}

function happeningsOf(event: SquareEvent): readonly Happening[] {
  const member = { id: event.loyalty_account_id };
  const movement = movementOf(event);
  if (movement === null) return [{ kind: 'balance', member }];
  const { reference } = movement;
  const ours: Happening[] = reference === null ? [] : [{ kind: 'redemption', reference, orderId: null }];
  return [...ours, { kind: 'movement', member, movement }];
}
