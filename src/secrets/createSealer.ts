import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from './encryptionKey.ts';

/** Keeps short texts so that only this deployment reads them, each bound to what it belongs to. */
export interface Sealer {
  /** Not the same text twice. The owner is like "webhook_source:shop". */
  seal(owner: string, text: string): string;
  /** Throws CannotUnseal when its key is not there, when it was changed, and when it is another owner's. */
  unseal(owner: string, sealed: string): string;
}

export class CannotUnseal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotUnseal';
  }
}

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM under a random nonce. The first key seals and all of them unseal, so that a key can be replaced: put the
 * new one in front, and take the old one away when nothing that it sealed is left. Null without a key.
 */
export function createSealer(keys: readonly EncryptionKey[]): Sealer | null {
  const [first] = keys;
  if (first === undefined) return null;
  return {
    seal(owner, text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(ALGORITHM, first.bytes, nonce).setAAD(boundTo(first.id, owner));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${first.id}.${sealed.toString('base64url')}`;
    },
    unseal(owner, sealed) {
      const [id = '', base64 = ''] = sealed.split('.');
      const key = keys.find((one) => one.id === id);
      if (key === undefined) throw new CannotUnseal(`ENCRYPTION_KEYS has no key "${id}", which sealed a secret.`);
      const bytes = Buffer.from(base64, 'base64url');
      try {
        const decipher = createDecipheriv(ALGORITHM, key.bytes, bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAAD(boundTo(id, owner)).setAuthTag(bytes.subarray(-TAG));
        return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new CannotUnseal(`The secret of ${owner} is not what the key "${id}" sealed.`, { cause: error });
      }
    },
  };
}

/** What is not secret and yet must not change: a secret cannot be moved to another row. */
function boundTo(keyId: string, owner: string): Buffer {
  return Buffer.from(JSON.stringify([keyId, owner]));
}
