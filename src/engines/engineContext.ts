import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import type { Programs } from '../program/programs.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import type { EngineMembers } from './engineMembers.ts';
import type { EngineStore } from './engineStore.ts';
import type { ConfiguredEngine, ProgramEngines } from './programEngines.ts';

/** What configuring engines stands on. */
export interface EngineContext {
  readonly programs: Pick<Programs, 'find' | 'defaultId'>;
  readonly engines: ProgramEngines;
  readonly store: EngineStore;
  readonly members: EngineMembers;
  /** Null: the deployment has no keys to seal with. */
  readonly sealer: Sealer | null;
  /** Addresses that engines may have although they are private. */
  readonly opened: OpenedAddresses;
  /** Told in words for operators why something of an engine cannot be had. */
  readonly onUnavailable: (engine: ConfiguredEngine, words: string) => void;
}
