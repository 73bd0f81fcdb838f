import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import type { Sealer } from '../secrets/createSealer.ts';
import { createEngineBalances } from './createEngineBalances.ts';
import { createEngines } from './createEngines.ts';
import type { EngineBalances } from './engineBalances.ts';
import type { EngineContext } from './engineContext.ts';
import type { EngineMembers } from './engineMembers.ts';
import type { EngineStore } from './engineStore.ts';
import type { LastBalances } from './lastBalances.ts';
import type { ConfiguredEngine, ProgramEngines } from './programEngines.ts';

/** What is kept about engines. */
export interface EngineBooks {
  readonly store: EngineStore;
  readonly members: EngineMembers;
  readonly lastBalances: LastBalances;
}

/** What the rest of the service has of the engines. */
export interface EngineServices {
  readonly engines: ProgramEngines;
  readonly balances: EngineBalances;
  /** The accounts of members whom an engine knows, and who may have none in our own ledger. */
  readonly accounts: Pick<LastBalances, 'accounts' | 'accountsOfMembers'>;
  /** What they are configured with. */
  readonly configuration: Omit<EngineContext, 'programs'>;
  /** Keeps what engines said, and hangs up. */
  close(): Promise<void>;
}

export interface EngineServicesParts {
  readonly books: EngineBooks;
  readonly sealer: Sealer | null;
  readonly opened: OpenedAddresses;
  readonly now?: () => Date;
  /** Milliseconds for a balance. */
  readonly deadline?: number;
  /** Told why a program's members are shown old figures or none, every ten seconds at most. */
  readonly onUnavailable?: (engine: ConfiguredEngine, words: string) => void;
  readonly onProblem?: (error: unknown) => void;
}

/** Milliseconds: every request of an outage has the same to say. */
const SELDOM = 10_000;

/** The engines on what is kept about them. */
export function createEngineServices({ books, sealer, opened, ...others }: EngineServicesParts): EngineServices {
  const { store, members, lastBalances } = books;
  const engines = createEngines({ store, members, sealer, opened, ...others });
  const toldAt = new Map<string, number>();
  const onUnavailable = (engine: ConfiguredEngine, words: string): void => {
    if (performance.now() - (toldAt.get(engine.programId) ?? -Infinity) < SELDOM) return;
    toldAt.set(engine.programId, performance.now());
    others.onUnavailable?.(engine, words);
  };
  const balances = createEngineBalances({ lastBalances, ...others, onUnavailable });
  return {
    engines,
    balances,
    accounts: lastBalances,
    configuration: { engines, store, members, sealer, opened, onUnavailable },
    async close() {
      await balances.close();
      await engines.close();
    },
  };
}
