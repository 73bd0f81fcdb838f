import type { EngineMessage, Happening, NewsReading } from '../engineNews.ts';
import { fieldsNamed } from '../news/fieldsNamed.ts';
import { isSecret } from '../news/isSecret.ts';
import { newsId, newsJson } from '../news/newsBody.ts';
import type { TalonOneSecrets } from './talonOneSettings.ts';

const NOT_CONFIGURED = 'Give the engine a webhookSecret, and your webhooks a header x-webhook-secret with it.';

/**
 * Talon.One's notifications. Nothing says that they are signed, so a webhook has to show a secret in a header of its own,
 * which can be given to it. X-UUID, where there is one, is taken for the message's id; whether another attempt has the same
 * does not matter, as what they say is only a reason to ask. AddedDeductedPointsNotification (talon_one.js, docs) has
 * profileIntegrationID and sessionIntegrationID, which is a reference of ours.
 */
export function talonOneNews({
  webhookSecret,
  previousWebhookSecret,
}: TalonOneSecrets): (message: EngineMessage) => NewsReading {
  return ({ headers, body }) => {
    if (webhookSecret === undefined) return { status: 'untrusted', words: NOT_CONFIGURED };
    const said = headers['x-webhook-secret'];
    if (typeof said !== 'string' || !isSecret(said, [webhookSecret, previousWebhookSecret])) {
      return { status: 'untrusted', words: 'Its x-webhook-secret is not the one that was configured.' };
    }
    const id = newsId(headers['x-uuid'], body);
    const json = newsJson(body);
    if (typeof json !== 'object' || json === null) {
      return { status: 'unreadable', id, words: 'It is no notification of Talon.One.' };
    }
    const happenings = [
      ...fieldsNamed(json, ['sessionIntegrationID']).flatMap(mayBeOurs),
      ...fieldsNamed(json, ['profileIntegrationID', 'profileId']).map((member): Happening => ({
        kind: 'balance',
        member: { id: member },
      })),
    ];
    return happenings.length === 0 ? { status: 'nothing', id } : { status: 'told', id, happenings };
  };
}

/** A session is a redemption or a purchase; which one, and what became of it, is asked. */
function mayBeOurs(reference: string): readonly Happening[] {
  return [
    { kind: 'redemption', reference, orderId: null },
    { kind: 'earning', reference, points: null, engineReference: null },
  ];
}
