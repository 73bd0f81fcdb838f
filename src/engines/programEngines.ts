import type { Engine, Engines } from '../connectors/engines.ts';
import type { EngineConfiguration } from './engineStore.ts';

/** An engine that is ready to be called, with what was configured. */
export interface ConfiguredEngine extends Engine {
  readonly configuration: EngineConfiguration;
}

/**
 * The engines of the programs, kept in memory: what another process configured shows within seconds. Throws
 * DatabaseUnavailable when they were never read and cannot be.
 */
export interface ProgramEngines extends Engines {
  find(programId: string): Promise<ConfiguredEngine | null>;
  all(): Promise<readonly ConfiguredEngine[]>;
  /** Reads them now: `find` knows what was committed before. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
