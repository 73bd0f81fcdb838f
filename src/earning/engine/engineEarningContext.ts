import type { Ledger } from '../../ledger/ledger.ts';
import type { Programs } from '../../program/programs.ts';
import type { DrivingContext } from '../../saga/drivingContext.ts';
import type { EngineEarnings } from './engineEarning.ts';

/** What handing transactions to engines stands on. */
export interface EngineEarningContext extends DrivingContext {
  readonly earnings: EngineEarnings;
  readonly ledger: Pick<Ledger, 'post'>;
  readonly programs: Pick<Programs, 'find'>;
}
