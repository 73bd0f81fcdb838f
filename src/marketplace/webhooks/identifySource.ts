import { randomBytes } from 'node:crypto';
import { isAccepted } from '../../inbox/isAccepted.ts';
import { isSourceId, ownerOfSecrets, type StoredSource, type WebhookSources } from '../../inbox/webhookSources.ts';
import { CannotUnseal, type Sealer } from '../../secrets/createSealer.ts';
import { type SignedMessage, type VerificationKey, verifySignature } from '../../standardWebhooks/verifySignature.ts';

export interface SourceParts {
  readonly sources: Pick<WebhookSources, 'find'>;
  /** Null: no secret can be opened. */
  readonly sealer: Pick<Sealer, 'unseal'> | null;
}

/** The source by its id, if there is one, and whether it signed the message. */
export interface Identified {
  readonly source: StoredSource | null;
  readonly isTrusted: boolean;
}

// For a source that is not there: it answers like a wrong signature, and takes about as long.
const NOBODY: readonly VerificationKey[] = [{ scheme: 'v1', secret: `whsec_${randomBytes(32).toString('base64')}` }];

/** Throws CannotUnseal when a key that could tell cannot be opened: the deployment's fault, not the sender's. */
export async function identifySource(
  { sources, sealer }: SourceParts,
  sourceId: string,
  message: SignedMessage,
  now: Date,
): Promise<Identified> {
  const source = isSourceId(sourceId) ? await sources.find(sourceId) : null;
  const keys = source === null ? NOBODY : keysOf(source, sealer, now);
  const holds = verifySignature(message, keys.length === 0 ? NOBODY : keys);
  return { source, isTrusted: holds && source?.isDisabled === false };
}

function keysOf({ id, keys }: StoredSource, sealer: SourceParts['sealer'], now: Date): readonly VerificationKey[] {
  return keys
    .filter((key) => isAccepted(key, now))
    .map((key) => {
      if (key.scheme === 'v1a') return { scheme: key.scheme, publicKey: key.publicKey };
      if (sealer === null) throw new CannotUnseal(`ENCRYPTION_KEYS is not set, and the source ${id} has a secret.`);
      return { scheme: key.scheme, secret: sealer.unseal(ownerOfSecrets(id), key.sealed) };
    });
}
