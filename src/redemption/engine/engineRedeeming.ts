import type { Engines } from '../../connectors/engines.ts';
import type { EngineSaga } from './engineSaga.ts';
import type { EngineRedemptions, EngineReversals } from './engineRedemptions.ts';

/** Redeeming where points live in engines. */
export interface EngineRedeeming {
  readonly engines: Engines;
  readonly saga: EngineSaga;
  readonly redemptions: EngineRedemptions;
  readonly reversals: EngineReversals;
}
