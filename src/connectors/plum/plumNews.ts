import type { EngineMessage, Happening, NewsReading } from '../engineNews.ts';
import { fieldsNamed } from '../news/fieldsNamed.ts';
import { isSecret } from '../news/isSecret.ts';
import { newsId, newsJson } from '../news/newsBody.ts';
import type { PlumSecrets } from './plumSettings.ts';

const NOT_CONFIGURED = 'Give the engine a webhookKey, the x-api-key that its order updates are sent with.';

/** deliveryStatus by which an order is decided; its letter case varies. */
const DECIDED: ReadonlySet<string> = new Set(['delivered', 'cancelled', 'canceled', 'refunded', 'failed']);

/**
 * Order updates: {"id", "data": {orderId, poNumber, orderDate, deliveryStatus}}, with a static x-api-key and keys in
 * varying letter case. There is no signature, so they are only a reason to ask.
 */
export function plumNews({ webhookKey, previousWebhookKey }: PlumSecrets): (message: EngineMessage) => NewsReading {
  return ({ headers, body }) => {
    if (webhookKey === undefined) return { status: 'untrusted', words: NOT_CONFIGURED };
    const said = headers['x-api-key'];
    if (typeof said !== 'string' || !isSecret(said, [webhookKey, previousWebhookKey])) {
      return { status: 'untrusted', words: 'Its x-api-key is not the one that was configured.' };
    }
    const json = newsJson(body);
    if (typeof json !== 'object' || json === null) {
      return { status: 'unreadable', id: newsId(null, body), words: 'It is no order update.' };
    }
    // An order has several updates, and what their id counts is not documented: a copy is what has the same bytes.
    const id = newsId(null, body);
    const isDecided = fieldsNamed(json, ['deliveryStatus']).some((status) => DECIDED.has(status.toLowerCase()));
    const orders = isDecided ? fieldsNamed(json, ['orderId', 'poNumber']) : [];
    // We send our reference as the order's id.
    const happenings = orders.map((order): Happening => ({ kind: 'redemption', reference: order, orderId: order }));
    return happenings.length === 0 ? { status: 'nothing', id } : { status: 'told', id, happenings };
  };
}
