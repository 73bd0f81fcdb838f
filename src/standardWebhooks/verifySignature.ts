import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** What a message is verified by: a secret as whsec_…, or a public key as whpk_…. */
export type VerificationKey =
  { readonly scheme: 'v1'; readonly secret: string } | { readonly scheme: 'v1a'; readonly publicKey: string };

/** What is signed of a message, and its signatures as they came. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970, as the header spells it. */
  readonly timestamp: string;
  /** As it came, byte by byte. */
  readonly body: Uint8Array;
  /** Like "v1,… v1a,…". */
  readonly signatures: string;
}

/** More than any sender lists; bounds the work on what nobody signed. */
const MOST_SIGNATURES = 16;

/**
 * Whether one of the listed signatures of a known version is one of the keys'. As Standard Webhooks 1.0.0 has it: v1 is
 * HMAC-SHA256, v1a is ed25519, over `id.timestamp.body`. Every pair is compared, so that the time tells nothing.
 */
export function verifySignature(
  { id, timestamp, body, signatures }: SignedMessage,
  keys: readonly VerificationKey[],
): boolean {
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const listed = signatures.split(' ', MOST_SIGNATURES).map((signature) => signature.split(','));
  let holds = false;
  for (const key of keys) {
    const matches = key.scheme === 'v1' ? matcherOf(key.secret, signed) : verifierOf(key.publicKey, signed);
    for (const [version, base64 = ''] of listed) {
      if (version === key.scheme && matches(Buffer.from(base64, 'base64'))) holds = true;
    }
  }
  return holds;
}

type Matches = (signature: Buffer) => boolean;

function matcherOf(secret: string, signed: Buffer): Matches {
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = createHmac('sha256', bytes).update(signed).digest();
  return (signature) => signature.length === wanted.length && timingSafeEqual(signature, wanted);
}

function verifierOf(publicKey: string, signed: Buffer): Matches {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return (signature) => verify(null, signed, key, signature);
}
