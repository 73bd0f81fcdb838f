import { canonicalDecimal } from '../../ledger/points.ts';
import { type VerificationKey, verifySignature } from '../../standardWebhooks/verifySignature.ts';
import { readWebhookHeaders } from '../../standardWebhooks/webhookHeaders.ts';
import type { EngineMessage, Happening, NewsReading } from '../engineNews.ts';
import { newsJson } from '../news/newsBody.ts';
import { engineMessage, type SignedEngineMessage } from './messages.ts';
import type { SignedWebhookSecrets, SignedWebhookSettings } from './signedWebhookSettings.ts';

const NOT_CONFIGURED =
  'Give the engine a webhookSecret, or the settings its webhookPublicKey, to take its messages in.';

/** Messages by Standard Webhooks 1.0.0, v1 and v1a. */
export function signedWebhookNews(
  settings: SignedWebhookSettings,
  secrets: SignedWebhookSecrets,
): (message: EngineMessage) => NewsReading {
  const keys = keysOf(settings, secrets);
  return ({ headers, body, receivedAt }) => {
    if (keys.length === 0) return { status: 'untrusted', words: NOT_CONFIGURED };
    const signed = readWebhookHeaders(headers, receivedAt);
    if (typeof signed === 'string') return { status: 'untrusted', words: signed };
    if (!verifySignature({ ...signed, body }, keys)) {
      return { status: 'untrusted', words: 'It is not signed with a key of the engine.' };
    }
    const { id } = signed;
    const parsed = engineMessage.safeParse(newsJson(body));
    if (parsed.success) return { status: 'told', id, happenings: happeningsOf(parsed.data) };
    const paths = parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.') || 'the body');
    return { status: 'unreadable', id, words: `It is no message of the contract: see ${paths.join(', ')}.` };
  };
}

function keysOf({ webhookPublicKey }: SignedWebhookSettings, secrets: SignedWebhookSecrets): VerificationKey[] {
  const { webhookSecret, previousWebhookSecret } = secrets;
  return [
    ...[webhookSecret, previousWebhookSecret].flatMap((secret): VerificationKey[] =>
      secret === undefined ? [] : [{ scheme: 'v1', secret }],
    ),
    ...(webhookPublicKey === undefined ? [] : [{ scheme: 'v1a', publicKey: webhookPublicKey } as const]),
  ];
}

function happeningsOf({ type, data }: SignedEngineMessage): readonly Happening[] {
  switch (type) {
    case 'points.moved': {
      const member = { id: data.member };
      const movement = {
        engineReference: data.engineReference,
        reference: data.reference ?? null,
        points: canonicalDecimal(data.points) ?? data.points,
        occurredAt: new Date(data.occurredAt),
        words: data.message ?? null,
      };
      const ours = data.reference == null ? [] : [settled(data.reference)];
      return [...ours, { kind: 'movement', member, movement }];
    }
    case 'redemption.settled':
      return [settled(data.reference)];
    case 'earning.awarded': {
      const points = data.points === null ? null : canonicalDecimal(data.points);
      const { reference, engineReference = null } = data;
      return [
        { kind: 'earning', reference, points, engineReference },
        { kind: 'balance', member: { id: data.member } },
      ];
    }
    default:
      return [{ kind: 'balance', member: { id: data.member } }];
  }
}

function settled(reference: string): Happening {
  return { kind: 'redemption', reference, orderId: null };
}
