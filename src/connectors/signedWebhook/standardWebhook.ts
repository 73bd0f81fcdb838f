import { createHmac, timingSafeEqual } from 'node:crypto';

/** The three headers of Standard Webhooks 1.0.0, scheme v1. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Seconds that two clocks may differ. */
const TOLERANCE = 300;
const PREFIX = 'whsec_';

/** The key in a secret: whsec_ and the base64 of 24 to 64 random bytes. Null: it is none. */
export function webhookKey(secret: string): Buffer | null {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(text, 'base64');
  return key.length >= 24 && key.length <= 64 && key.toString('base64') === text ? key : null;
}

/** Signs a body with each of the secrets. The time is the attempt's, in milliseconds. */
export function signWebhook(
  secrets: readonly string[],
  id: string,
  now: number,
  body: string | Buffer,
): WebhookHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => `v1,${signature(secret, id, timestamp, body).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Why a body is not from whom it says, by any of the secrets; null: it is. */
export function distrustWebhook(
  secrets: readonly string[],
  id: string,
  now: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): string | null {
  const { 'webhook-id': saidId, 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  if (signatures === '') return 'it is not signed.';
  if (saidId !== id) return 'its webhook-id is that of another request.';
  if (!/^\d{1,12}$/.test(timestamp)) return 'its webhook-timestamp is no time.';
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE) return 'its webhook-timestamp is more than 5 minutes away.';
  const said = signatures
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  const isSigned = secrets.some((secret) => {
    const expected = signature(secret, id, timestamp, body);
    return said.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
  return isSigned ? null : 'its signature is not by the secret that we share.';
}

function signature(secret: string, id: string, timestamp: string, body: string | Buffer): Buffer {
  const key = webhookKey(secret);
  if (key === null) throw new TypeError('A signing secret must be whsec_ and the base64 of 24 to 64 bytes.');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
