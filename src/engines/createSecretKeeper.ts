import type { SecretKeeper } from '../connectors/secretKeeper.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import { type EngineStore, ownerOfEngine } from './engineStore.ts';

/** Keeps what an engine renews beside what an operator gave: the secrets of a program's newest version. */
export function createSecretKeeper(
  store: Pick<EngineStore, 'sealed' | 'reseal'>,
  sealer: Sealer,
  programId: string,
): SecretKeeper {
  const owner = ownerOfEngine(programId);

  async function stored(): Promise<{ readonly sealed: string; readonly secrets: unknown }> {
    const sealed = await store.sealed(programId);
    if (sealed === null) throw new Error('The engine whose secret is asked for was removed.');
    return { sealed, secrets: JSON.parse(sealer.unseal(owner, sealed)) as unknown };
  }

  return {
    read: async () => (await stored()).secrets,
    async renew(renewed) {
      for (;;) {
        const { sealed, secrets } = await stored();
        const next = renewed(secrets);
        if (next === null) return;
        if (await store.reseal(programId, sealed, sealer.seal(owner, JSON.stringify(next)))) return;
      }
    },
  };
}
