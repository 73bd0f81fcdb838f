import type { Outcome } from '../ledger/outcome.ts';

/** An outcome that the ledger never gives for the command: a fault of this service, not of the caller. */
export function unexpected(outcome: Outcome): Error {
  const code = outcome.status === 'rejected' ? ` ${outcome.rejection.code}` : '';
  return new Error(`the ledger answered ${outcome.status}${code}`);
}
