import type { EngineStore, RemovedEngine, StoredEngine } from './engineStore.ts';

/** The newest version of a program's engine as it is stored now; null: it never had one. */
export async function newestEngine(
  store: Pick<EngineStore, 'newest'>,
  programId: string,
): Promise<StoredEngine | RemovedEngine | null> {
  const all = await store.newest();
  return all.find((engine) => engine.programId === programId) ?? null;
}
