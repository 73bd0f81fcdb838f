import type { Book, Decision } from '../book.ts';
import type { Release } from '../command.ts';
import type { Draft } from '../draft.ts';
import { endHold } from './endHold.ts';
import { isDue, openHold } from './openHold.ts';
import { accepted, IDLE, rejected } from './verdict.ts';

/**
 * Puts a hold's points back into their lots; those whose day is over expire at once. The time-out is the same with
 * `ifDue`: idle while the hold's time is not over, and when it is not open any more, so that it may come twice.
 */
export function release(draft: Draft, command: Release, book: Book): Decision {
  const { status } = draft.before;
  const ifDue = command.ifDue === true;
  const hold = openHold(book, draft.before, command.holdId);
  if (ifDue && (hold === null || !isDue(hold, draft.at))) return IDLE;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  if (hold === null) return rejected(draft, command, { code: 'HOLD_NOT_OPEN' });
  endHold(draft, hold.lots);
  return accepted(draft, command, hold.points, { hold: { ...hold, state: ifDue ? 'TIMED_OUT' : 'RELEASED' } });
}
