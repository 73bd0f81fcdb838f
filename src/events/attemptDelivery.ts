import type { Sealer } from '../secrets/createSealer.ts';
import { signEvent } from './endpointKey.ts';
import { contentTypeOf } from './eventBody.ts';
import type { ClaimedDelivery, EventDeliveries } from './eventDeliveries.ts';
import { type EventPost, notPosted, type Posted } from './eventPost.ts';
import { pauseAfter } from './schedule.ts';

export interface SendingContext {
  readonly deliveries: EventDeliveries;
  readonly post: EventPost;
  /** Null: there are no keys to unseal secrets with, and nothing is sent. */
  readonly sealer: Sealer | null;
  readonly now: () => Date;
}

export type AttemptOutcome = 'delivered' | 'retry' | 'dead';

/** Statuses by which a receiver asks to be left alone for a while. */
const THROTTLES: ReadonlySet<number> = new Set([429, 502, 504]);
const GONE = 410;

/** One attempt of a delivery that is claimed, and what follows from it. */
export async function attemptDelivery(context: SendingContext, claimed: ClaimedDelivery): Promise<AttemptOutcome> {
  const { deliveries } = context;
  const posted = await postClaimed(context, claimed);
  const { status } = posted;
  if (status !== null && status >= 200 && status < 300) {
    await deliveries.delivered(claimed, posted);
    return 'delivered';
  }
  if (status === GONE) {
    await deliveries.giveUp(claimed, posted, 'It answered 410: it wants no more events.');
    return 'dead';
  }
  const isThrottled = status !== null && THROTTLES.has(status);
  const retryAfter = isThrottled ? posted.retryAfter : null;
  const dueIn = pauseAfter(claimed.round, retryAfter);
  if (dueIn === null) {
    const { attempts } = claimed.delivery;
    await deliveries.giveUp(claimed, posted, `A delivery failed ${attempts} times, the last time so: ${posted.words}`);
    return 'dead';
  }
  await deliveries.retry(claimed, posted, dueIn, retryAfter !== null && retryAfter > 0);
  return 'retry';
}

async function postClaimed({ post, sealer, now }: SendingContext, claimed: ClaimedDelivery): Promise<Posted> {
  const { endpoint, delivery } = claimed;
  if (sealer === null) return notPosted('This deployment has no ENCRYPTION_KEYS to sign with.');
  const message = { id: delivery.eventId, body: delivery.body, now: now() };
  let signed: Record<string, string>;
  try {
    signed = signEvent(sealer, endpoint.id, endpoint.keys, message);
  } catch {
    return notPosted('Its signing secret cannot be unsealed with the ENCRYPTION_KEYS of this deployment.');
  }
  return post.post(endpoint.url, { 'content-type': contentTypeOf(endpoint.format), ...signed }, delivery.body);
}
