import { createHmac } from 'node:crypto';
import type { EngineMessage, Happening, NewsReading } from '../engineNews.ts';
import { fieldsNamed } from '../news/fieldsNamed.ts';
import { isSecret } from '../news/isSecret.ts';
import { newsId, newsJson, newsText } from '../news/newsBody.ts';
import { referenceInReason } from './reason.ts';
import type { VoucherifySecrets, VoucherifySettings } from './voucherifySettings.ts';

const NOT_CONFIGURED = 'Give the engine the webhookSecret: Project settings → Webhooks → Secret key.';

/** Of a member, by what their id is in the settings. A customer of an event is { object: 'customer', id, source_id }. */
const MEMBER_FIELDS = {
  customer_id: ['customer_id', 'customerId'],
  customer_source_id: ['source_id', 'sourceId'],
  member_id: ['member_id', 'memberId'],
} as const;

/**
 * Voucherify's webhooks. Signed is the body's JSON without the white space outside of its texts
 * (docs.voucherify.io/api-reference/introduction-to-webhooks). Events of Loyalty v2 are not among those whose bodies are
 * published (voucherify-openapi, OpenAPIWebhooks.json): what of ours is in one is found wherever it stands, and asked about.
 */
export function voucherifyNews(
  { memberIs }: VoucherifySettings,
  { webhookSecret, previousWebhookSecret }: VoucherifySecrets,
): (message: EngineMessage) => NewsReading {
  return ({ headers, body }) => {
    if (webhookSecret === undefined) return { status: 'untrusted', words: NOT_CONFIGURED };
    const said = headers['x-voucherify-signature'];
    if (typeof said !== 'string' || !isSecret(said, signaturesOf([webhookSecret, previousWebhookSecret], body))) {
      return { status: 'untrusted', words: 'It is not signed with the webhook secret.' };
    }
    const json = newsJson(body);
    const id = newsId(typeof json === 'object' && json !== null && 'id' in json ? json.id : null, body);
    if (typeof json !== 'object' || json === null) {
      return { status: 'unreadable', id, words: 'It is no event of Voucherify.' };
    }
    const happenings = happeningsOf(json, memberIs);
    return happenings.length === 0 ? { status: 'nothing', id } : { status: 'told', id, happenings };
  };
}

/** Of the bytes as they came, and of the same without white space between them: order and spelling stay as they are. */
function signaturesOf(secrets: readonly (string | undefined)[], body: Uint8Array): readonly (string | undefined)[] {
  const compact = (newsText(body) ?? '').replace(/("(?:[^"\\]|\\.)*")|\s+/gs, '$1');
  return secrets.flatMap(
    (secret) => secret && [body, compact].map((what) => createHmac('sha256', secret).update(what).digest('hex')),
  );
}

function happeningsOf(json: object, memberIs: VoucherifySettings['memberIs']): readonly Happening[] {
  const references = fieldsNamed(json, ['reason']).flatMap((reason) => referenceInReason(reason) ?? []);
  const customers = memberIs === 'customer_id' ? fieldsNamed(json, ['id']).filter((id) => id.startsWith('cust_')) : [];
  const members = new Set([...fieldsNamed(json, MEMBER_FIELDS[memberIs]), ...customers]);
  return [
    ...references.map((reference): Happening => ({ kind: 'redemption', reference, orderId: null })),
    ...[...members].map((id): Happening => ({ kind: 'balance', member: { id } })),
  ];
}
