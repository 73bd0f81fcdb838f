import type { EarningRules } from '../earning/earningRules.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import type { EventPublications } from './publishing.ts';

/** What events are made with. */
export interface EventContext {
  readonly publications: EventPublications;
  readonly programs: Pick<Programs, 'find'>;
  readonly earningRules: Pick<EarningRules, 'ruleSetAt'>;
  readonly ledger: Pick<Ledger, 'counters'>;
  readonly now: () => Date;
}
