import { ZodError } from 'zod';
import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import { UrlRefused } from '../connectors/http/engineUrl.ts';
import type { LoyaltyConnector } from '../connectors/loyaltyConnector.ts';
import { CannotUnseal, type Sealer } from '../secrets/createSealer.ts';
import { brokenConnector } from './brokenConnector.ts';
import { createSecretKeeper } from './createSecretKeeper.ts';
import { type EngineStore, ownerOfEngine, type StoredEngine } from './engineStore.ts';
import { engineKindOf } from './kinds/engineKinds.ts';

/** The connector of a stored configuration. What it cannot be opened for, its check says in words. */
export function openConnector(
  stored: StoredEngine,
  store: Pick<EngineStore, 'sealed' | 'reseal'>,
  sealer: Sealer | null,
  opened: OpenedAddresses,
): LoyaltyConnector {
  const kind = engineKindOf(stored.kind);
  if (kind === null) return brokenConnector(`This version of the service knows no engine of the kind ${stored.kind}.`);
  if (sealer === null) return brokenConnector('ENCRYPTION_KEYS is not set, so that the secrets cannot be read.');
  try {
    const secrets: unknown = JSON.parse(sealer.unseal(ownerOfEngine(stored.programId), stored.sealed));
    return kind.open(stored.settings, secrets, opened, createSecretKeeper(store, sealer, stored.programId));
  } catch (error) {
    if (error instanceof CannotUnseal) return brokenConnector(`${error.message} Configure the engine again.`);
    if (error instanceof UrlRefused) return brokenConnector(`baseUrl: ${error.message}`);
    if (error instanceof ZodError) {
      const paths = error.issues.map(({ path }) => path.join('.')).join(', ');
      return brokenConnector(`The settings are not those of this version of the service any more: ${paths}.`);
    }
    throw error;
  }
}
