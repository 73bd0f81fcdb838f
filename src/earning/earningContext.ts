import type { Engines } from '../connectors/engines.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { EngineAwarding } from './engine/engineAwarding.ts';
import type { EarningRules } from './earningRules.ts';

/** What earning by rules stands on. */
export interface EarningContext {
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly earningRules: EarningRules;
  /** Undefined: every program's points live in our own ledger. */
  readonly engines?: Pick<Engines, 'find'> | undefined;
  /** Absent: engines are handed no transactions. */
  readonly awarding?: EngineAwarding | undefined;
  readonly now: () => Date;
}
