import type { CallOutcome, RefusalReason } from '../loyaltyConnector.ts';

/** A refusal that a connector itself decides on, before anything is sent. */
export function refusal(reason: RefusalReason, words: string): CallOutcome<never> {
  return { status: 'refused', reason, words };
}
