import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { webhookKey } from '../connectors/signedWebhook/standardWebhook.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import { ownerOfEventKeys, type StoredEventKey } from './eventEndpoints.ts';

const SECRET_BYTES = 32;

/** A new key, and what the receiver verifies with: a secret, told once, or a public key. */
export interface MadeEventKey {
  readonly key: StoredEventKey;
  /** As whsec_…; null: of a public key. */
  readonly secret: string | null;
}

export function newEventKey(
  sealer: Sealer,
  endpointId: string,
  scheme: StoredEventKey['scheme'],
  createdAt: Date,
): MadeEventKey {
  const owner = ownerOfEventKeys(endpointId);
  if (scheme === 'v1') {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { key: { scheme, sealed: sealer.seal(owner, secret), publicKey: null, createdAt, expiresAt: null }, secret };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const shown = `whpk_${Buffer.from(x, 'base64url').toString('base64')}`;
  return {
    key: { scheme, sealed: sealer.seal(owner, secret), publicKey: shown, createdAt, expiresAt: null },
    secret: null,
  };
}

/** Whether a key signs at that time. */
export function isSigning({ expiresAt }: StoredEventKey, now: Date): boolean {
  return expiresAt === null || expiresAt > now;
}

/**
 * The headers of an attempt by Standard Webhooks 1.0.0, a signature of each key that signs now. Throws CannotUnseal
 * when a key's encryption key is gone.
 */
export function signEvent(
  sealer: Sealer,
  endpointId: string,
  keys: readonly StoredEventKey[],
  message: { readonly id: string; readonly body: string; readonly now: Date },
): Record<string, string> {
  const { id, body, now } = message;
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = keys
    .filter((key) => isSigning(key, now))
    .map(({ scheme, sealed }) => {
      const secret = sealer.unseal(ownerOfEventKeys(endpointId), sealed);
      return `${scheme},${(scheme === 'v1' ? hmac(secret, signed) : ed25519(secret, signed)).toString('base64')}`;
    });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function hmac(secret: string, signed: Buffer): Buffer {
  const key = webhookKey(secret);
  if (key === null) throw new TypeError('a signing secret of an endpoint is none');
  return createHmac('sha256', key).update(signed).digest();
}

function ed25519(secret: string, signed: Buffer): Buffer {
  return sign(null, signed, createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' }));
}
