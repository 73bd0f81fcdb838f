import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import type { EngineMembers } from './engineMembers.ts';
import type { EngineStore, RemovedEngine, StoredEngine } from './engineStore.ts';
import { mapMembers } from './mapMembers.ts';
import { openConnector } from './openConnector.ts';
import type { ConfiguredEngine, ProgramEngines } from './programEngines.ts';

export interface EnginesParts {
  readonly store: Pick<EngineStore, 'newest' | 'sealed' | 'reseal'>;
  readonly members: EngineMembers;
  /** Null: there are no keys, so no engine can be called. */
  readonly sealer: Sealer | null;
  /** Addresses that engines may have although they are private. */
  readonly opened: OpenedAddresses;
  /** Milliseconds for which a replaced engine's calls may go on. */
  readonly grace?: number;
  /** Told of a replaced engine that does not close. */
  readonly onProblem?: (error: unknown) => void;
}

type Copy = ReadonlyMap<string, ConfiguredEngine>;

/** A change of another process shows after so many milliseconds. */
const FRESH_FOR = 5_000;
/** Longer than any call takes. */
const GRACE = 15_000;

/** The engines by what is stored: a connector for each program and version, closed when another version is there. */
export function createEngines(parts: EnginesParts): ProgramEngines {
  const { store, members, sealer, opened, grace = GRACE, onProblem = () => {} } = parts;
  const closing = new Map<ConfiguredEngine, NodeJS.Timeout>();
  let copy: Copy | null = null;
  let readAt = 0;
  let reading: Promise<Copy> | null = null;

  function open(stored: StoredEngine): ConfiguredEngine {
    const { sealed: _, ...configuration } = stored;
    const { programId, kind, version, mapping, acceptsUncertainty } = configuration;
    return {
      programId,
      kind,
      version,
      acceptsUncertainty,
      configuration,
      connector: openConnector(stored, store, sealer, opened),
      membersOf: async (memberIds) => mapMembers(programId, mapping, members, memberIds),
    };
  }

  async function close(engine: ConfiguredEngine): Promise<void> {
    closing.delete(engine);
    await engine.connector.close().catch(onProblem);
  }

  function replace(rows: readonly (StoredEngine | RemovedEngine)[]): Copy {
    const known = copy ?? new Map<string, ConfiguredEngine>();
    const next = new Map<string, ConfiguredEngine>();
    for (const row of rows) {
      if (row.kind === null) continue;
      const same = known.get(row.programId);
      next.set(row.programId, same?.version === row.version ? same : open(row));
    }
    for (const engine of known.values()) {
      if (next.get(engine.programId) === engine) continue;
      closing.set(engine, setTimeout(() => void close(engine), grace).unref());
    }
    return next;
  }

  async function read(): Promise<Copy> {
    const began = performance.now();
    copy = replace(await store.newest());
    readAt = began;
    return copy;
  }

  /** Everybody who asks meanwhile waits for the same read. */
  async function readOnce(): Promise<Copy> {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function current(): Promise<Copy> {
    if (copy !== null && performance.now() - readAt < FRESH_FOR) return copy;
    try {
      return await readOnce();
    } catch (error) {
      // Which engine a program has hardly ever changes: an old copy serves while PostgreSQL is away.
      if (copy !== null) return copy;
      throw error;
    }
  }

  return {
    find: async (programId) => (await current()).get(programId) ?? null,
    all: async () => [...(await current()).values()],
    async refresh() {
      // A read under way may have begun before what the caller committed.
      await reading?.catch(() => {});
      await readOnce();
    },
    async close() {
      for (const timer of closing.values()) clearTimeout(timer);
      await Promise.all([...closing.keys(), ...(copy?.values() ?? [])].map(close));
      copy = null;
    },
  };
}
