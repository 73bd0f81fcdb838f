import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A message as its sender keeps it: the same id and body on every attempt. */
export interface UnsignedMessage {
  readonly id: string;
  readonly body: string;
}

/** Signs as a sender does; the time is that of the attempt. */
export type Signer = (message: UnsignedMessage, at: Date) => string;

/** By a secret, as whsec_…: with the specification's own library. */
export function secretSigner(secret: string): Signer {
  const webhook = new Webhook(secret);
  return ({ id, body }, at) => webhook.sign(id, at, body);
}

export interface KeyPair {
  /** As whpk_…, for the receiver. */
  readonly publicKey: string;
  readonly signer: Signer;
}

/** By an ed25519 key pair of its own. */
export function keyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { publicKey: `whpk_${raw.toString('base64')}`, signer: keySigner(privateKey) };
}

function keySigner(privateKey: KeyObject): Signer {
  return ({ id, body }, at) => {
    const signed = Buffer.from(`${id}.${secondsOf(at)}.${body}`);
    return `v1a,${sign(null, signed, privateKey).toString('base64')}`;
  };
}

/** The headers of one attempt, signed by each of the signers. */
export function signedHeaders(
  message: UnsignedMessage,
  signers: readonly Signer[],
  at: Date = new Date(),
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(secondsOf(at)),
    'webhook-signature': signers.map((signer) => signer(message, at)).join(' '),
  };
}

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
