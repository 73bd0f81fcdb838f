import type { Ledger } from '../../ledger/ledger.ts';
import type { Programs } from '../../program/programs.ts';
import type { EngineRedemptions, EngineReversals } from './engineRedemptions.ts';
import type { DrivingContext } from '../../saga/drivingContext.ts';

export interface SagaContext extends DrivingContext {
  readonly redemptions: EngineRedemptions;
  readonly reversals: EngineReversals;
  readonly ledger: Ledger;
  readonly programs: Programs;
}
