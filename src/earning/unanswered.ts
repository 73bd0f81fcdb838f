import { asError } from '../failure/asError.ts';
import { isUnavailable } from '../ledger/isUnavailable.ts';
import { LedgerUnavailable } from '../ledger/ledgerUnavailable.ts';

/** What was thrown for one transaction of many. That nothing could be read is told like that nothing could be posted. */
export function unanswered(thrown: unknown): Error {
  return isUnavailable(thrown) && !(thrown instanceof LedgerUnavailable)
    ? new LedgerUnavailable(thrown)
    : asError(thrown);
}
