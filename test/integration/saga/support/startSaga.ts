import type { Engine, Engines } from '../../../../src/connectors/engines.ts';
import { createUseCases } from '../../../../src/createUseCases.ts';
import { createEngineEarnings } from '../../../../src/database/createEngineEarnings.ts';
import { createEngineRedemptions } from '../../../../src/database/createEngineRedemptions.ts';
import { createEngineReversals } from '../../../../src/database/createEngineReversals.ts';
import { createEarningHandover } from '../../../../src/earning/engine/createEarningHandover.ts';
import type { EngineAwarding } from '../../../../src/earning/engine/engineAwarding.ts';
import { createLedger } from '../../../../src/ledger/createLedger.ts';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { createEngineSaga, type EngineSagaParts } from '../../../../src/redemption/engine/createEngineSaga.ts';
import type { EngineRedemptions } from '../../../../src/redemption/engine/engineRedemptions.ts';
import type { EngineSaga } from '../../../../src/redemption/engine/engineSaga.ts';
import type { EngineRedeeming } from '../../../../src/redemption/engine/engineRedeeming.ts';
import type { SagaLimits } from '../../../../src/saga/step.ts';
import type { UseCases } from '../../../../src/useCases.ts';
import { memoryEarningRules } from '../../../doubles/memoryEarningRules.ts';
import { aProgram, memoryPrograms } from '../../../doubles/memoryPrograms.ts';
import type { TestDatabase } from '../../../support/openTestDatabase.ts';
import type { TestEngine } from './signedEngine.ts';

/** Short, so that what has to wait need not wait long; nothing is asserted about them. */
export const QUICK: SagaLimits = {
  callTimeout: 250,
  lease: 500,
  settlesWithin: 200,
  answers: 3,
  firstPause: 4,
  longestPause: 40,
  givesUpAfter: 600_000,
  patience: 150,
};

/** One process's worth of the service, as far as redemptions go through an engine. */
export interface TestSaga {
  readonly saga: EngineSaga;
  readonly useCases: UseCases;
  readonly ledger: Ledger;
  readonly redeeming: EngineRedeeming;
  readonly awarding: EngineAwarding;
  close(): Promise<void>;
}

export interface StartSagaOptions {
  readonly limits?: Partial<SagaLimits>;
  readonly acceptsUncertainty?: boolean;
  readonly reached?: EngineSagaParts['reached'];
  readonly onSettled?: EngineSagaParts['onSettled'];
  readonly onVoided?: EngineSagaParts['onVoided'];
  /** Milliseconds behind the write with which a redemption begins. */
  readonly beginsSlowly?: number;
  /** Null: the program has no engine. */
  readonly engines?: Engines;
}

export function startSaga(database: TestDatabase, engine: TestEngine, options: StartSagaOptions = {}): TestSaga {
  const programs = memoryPrograms([aProgram({ decimals: 2 }), aProgram({ id: 'own', decimals: 2 })]);
  const ledger = createLedger({ hot: database.hot, reads: database.reads });
  const engines = options.engines ?? onlyEngine(engine, options.acceptsUncertainty ?? false);
  const redemptions = slowly(createEngineRedemptions(database.reads), options.beginsSlowly);
  const reversals = createEngineReversals(database.reads);
  const saga = createEngineSaga({
    engines,
    redemptions,
    reversals,
    ledger,
    programs,
    limits: { ...QUICK, ...options.limits },
    ...(options.reached && { reached: options.reached }),
    ...(options.onSettled && { onSettled: options.onSettled }),
  });
  const earnings = createEngineEarnings(database.reads);
  const handover = createEarningHandover({
    engines,
    earnings,
    ledger,
    programs,
    limits: { ...QUICK, ...options.limits },
    ...(options.reached && { reached: options.reached }),
    ...(options.onSettled && { onSettled: options.onSettled }),
    ...(options.onVoided && { onVoided: options.onVoided }),
  });
  const awarding = { engines, earnings, handover };
  const redeeming = { engines, saga, redemptions, reversals };
  const earningRules = memoryEarningRules(programs, () => new Date());
  const useCases = createUseCases({
    ledger,
    programs,
    earningRules,
    engineRedeeming: redeeming,
    engineAwarding: awarding,
  });
  return {
    saga,
    useCases,
    ledger,
    redeeming,
    awarding,
    async close() {
      await saga.close();
      await handover.close();
      await ledger.close();
    },
  };
}

function slowly(redemptions: EngineRedemptions, milliseconds = 0): EngineRedemptions {
  if (milliseconds === 0) return redemptions;
  return {
    ...redemptions,
    async begin(...asked) {
      const begun = await redemptions.begin(...asked);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      return begun;
    },
  };
}

function onlyEngine({ kind, connector }: TestEngine, acceptsUncertainty: boolean): Engines {
  const engine: Engine = {
    programId: 'rewards',
    kind,
    version: 1,
    connector,
    acceptsUncertainty,
    membersOf: async (ids) => ids.map((id) => (id === 'unmapped' ? null : { id })),
  };
  return { find: async (id) => (id === 'rewards' ? engine : null), all: async () => [engine] };
}
