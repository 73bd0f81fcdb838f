import { randomBytes } from 'node:crypto';
import { BadInput } from '../failure/failure.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import { ownerOfSecrets, type StoredKey } from './webhookSources.ts';

const SECRET_BYTES = 32;
const PUBLIC_KEY = /^whpk_(?<base64>[A-Za-z0-9+/]{43}=)$/;

/** A source's new key, and its secret, which is told once; null for a public key. */
export interface MadeKey {
  readonly key: StoredKey;
  readonly secret: string | null;
}

/** A key for a source from a public one, or a secret of its own. Throws BadInput; null: there is nothing to seal with. */
export function newKey(sealer: Sealer | null, sourceId: string, publicKey: string | null, now: Date): MadeKey | null {
  const times = { createdAt: now, expiresAt: null };
  if (publicKey !== null) {
    checkPublicKey(publicKey);
    return { key: { scheme: 'v1a', publicKey, ...times }, secret: null };
  }
  if (sealer === null) return null;
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { key: { scheme: 'v1', sealed: sealer.seal(ownerOfSecrets(sourceId), secret), ...times }, secret };
}

function checkPublicKey(publicKey: string): void {
  const { base64 = '' } = PUBLIC_KEY.exec(publicKey)?.groups ?? {};
  if (Buffer.from(base64, 'base64').toString('base64') !== base64 || base64 === '') {
    throw new BadInput('input.publicKey', 'is not whpk_ and the 32 bytes of an ed25519 public key in base64');
  }
}
