import type { Engines } from '../../connectors/engines.ts';
import type { EarningHandover } from './earningHandover.ts';
import type { EngineEarnings } from './engineEarning.ts';

/** Earning where points live in engines, whose rules decide. */
export interface EngineAwarding {
  readonly engines: Pick<Engines, 'find'>;
  readonly earnings: EngineEarnings;
  readonly handover: EarningHandover;
}
