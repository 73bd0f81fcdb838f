import type { IncomingHttpHeaders } from 'node:http';

export interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: string;
}

/** How far the sender's clock may be from ours, in seconds. */
const TOLERANCE = 5 * 60;

// Printable ASCII without the dot, which parts it from the timestamp in what is signed.
const ID = /^[\x21-\x2d\x2f-\x7e]{1,255}$/;
const SECONDS = /^\d{1,12}$/;

/** The headers of a signed message, or what is wrong with them, for the sender. They tell nothing of any source. */
export function readWebhookHeaders(headers: IncomingHttpHeaders, now: Date): WebhookHeaders | string {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || !ID.test(id)) return 'webhook-id must be 1 to 255 printable characters without a dot.';
  if (typeof timestamp !== 'string' || !SECONDS.test(timestamp)) {
    return 'webhook-timestamp must be the seconds since 1970 of this attempt.';
  }
  const apart = Math.abs(Number(timestamp) - Math.floor(now.getTime() / 1000));
  if (apart > TOLERANCE) return 'webhook-timestamp is more than 5 minutes from the time here.';
  if (typeof signatures !== 'string' || signatures === '') return 'webhook-signature is missing.';
  return { id, timestamp, signatures };
}
