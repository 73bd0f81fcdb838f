import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { EarningRules } from './earningRules.ts';

/** What earning by rules stands on. */
export interface EarningContext {
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly earningRules: EarningRules;
  readonly now: () => Date;
}
