import type { Viewer } from '../../access/viewer.ts';
import type { EngineEarnings } from '../../earning/engine/engineEarning.ts';
import type { EarningRules } from '../../earning/earningRules.ts';
import type { EngineServices } from '../../engines/engineServices.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Programs } from '../../program/programs.ts';
import type { EngineRedemptions } from '../../redemption/engine/engineRedemptions.ts';

/** What the loaders of one request read with. */
export interface Reading {
  readonly viewer: Viewer;
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly earningRules: EarningRules;
  /** Absent: every program's points live in our own ledger. */
  readonly engines?: EngineServices | undefined;
  readonly now: () => Date;
  /** When the caller stops waiting for engines, by performance.now(); Infinity: they did not say. */
  readonly until: number;
  /** Undefined: every program's points live in our own ledger. */
  readonly engineRedemptions?: EngineRedemptions | undefined;
  /** Undefined: engines are handed no transactions. */
  readonly engineEarnings?: EngineEarnings | undefined;
}

/** How many keys one statement is given. */
export const MAX_BATCH = 500;
