import type { Ledger } from '../ledger/ledger.ts';
import type { UseCases } from '../useCases.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { SecurityEvents } from './securityEvents.ts';

/** What taking messages in stands on. */
export interface InboxContext {
  readonly letters: DeadLetters;
  /** Bounded: see boundedEvents. */
  readonly events: Pick<SecurityEvents, 'add'>;
  readonly useCases: Pick<UseCases, 'recordTransaction' | 'reverseEarning' | 'clearEarning'>;
  readonly ledger: Pick<Ledger, 'movements'>;
}
