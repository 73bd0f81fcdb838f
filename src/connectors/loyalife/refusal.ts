import type { CallOutcome, RefusalReason } from '../loyaltyConnector.ts';

export function refusal(reason: RefusalReason, words: string): CallOutcome<never> {
  return { status: 'refused', reason, words };
}
