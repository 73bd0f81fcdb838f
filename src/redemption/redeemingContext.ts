import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { EngineRedeeming } from './engine/engineRedeeming.ts';

/** What redeeming and giving back work with. */
export interface RedeemingContext {
  readonly ledger: Ledger;
  readonly programs: Programs;
  /** Undefined: every program's points live in our own ledger. */
  readonly engineRedeeming?: EngineRedeeming | undefined;
}
