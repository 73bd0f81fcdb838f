import type { StoredAward } from '../award.ts';
import type { Book, Decision } from '../book.ts';
import type { Clear } from '../command.ts';
import type { Draft } from '../draft.ts';
import { earn } from './earn.ts';
import { lastDay } from './earned.ts';
import { ownAward } from './ownAward.ts';
import { accepted, IDLE, rejected } from './verdict.ts';

/**
 * Makes what is left of a pending award spendable, from now on and for as long as the policy says counted from now.
 * Nothing left clears without a posting. The job asks with `ifDue`: idle while the award's time has not come, and when
 * it is not pending any more, so that it may come twice.
 */
export function clear(draft: Draft, command: Clear, book: Book): Decision {
  const { status } = draft.before;
  const award = ownAward(book, draft.before, command.targetId);
  const pending = award?.state === 'PENDING' ? award : null;
  if (command.ifDue === true && !isDue(pending, draft.at)) return IDLE;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  if (pending === null) return rejected(draft, command, { code: 'AWARD_NOT_PENDING' });
  const rest = pending.points - pending.reversed;
  const lotDay = rest === 0n ? null : lastDay(command.program, draft.at);
  draft.settle(rest);
  // No greatest balance to mind: pending points counted towards it all along.
  if (lotDay !== null) earn(draft, { day: lotDay, points: rest }, draft.at);
  const seq = draft.postings[0]?.seq ?? null;
  return accepted(draft, command, rest, { award: { ...pending, state: 'POSTED', clearsAt: null, seq, lotDay } });
}

function isDue(award: StoredAward | null, at: Date): boolean {
  return award !== null && award.clearsAt !== null && award.clearsAt <= at;
}
