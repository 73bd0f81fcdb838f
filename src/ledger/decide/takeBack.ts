import type { StoredAward } from '../award.ts';
import type { Book, Decision } from '../book.ts';
import type { TakeBack } from '../command.ts';
import { ownedAdds } from '../countersOf.ts';
import { type Day, dayOf } from '../day.ts';
import type { Draft } from '../draft.ts';
import { addLots, type Lots, spendable, subtractLots, takeFirst, unexpired } from '../lots.ts';
import type { Minor } from '../points.ts';
import { ownAward } from './ownAward.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Takes back what the rules say of an award as it stands under the lock, and gives its counters back. FROZEN accounts
 * are taken back from. While it is pending, pending points are canceled and no posting is made. Later the points come
 * from lots that can still be spent, never from held ones, and what is missing is forgiven, owed, or a reason to
 * refuse. Points that had expired when they were given could never be spent: of them nothing is taken or owed. Nothing
 * to take back is accepted: a part of a transaction may have earned nothing.
 */
export function takeBack(draft: Draft, command: TakeBack, book: Book): Decision {
  const { status, lots } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const award = ownAward(book, draft.before, command.targetId);
  if (award === null) return rejected(draft, command, { code: 'NOT_TAKEN_BACK', left: null });
  const reassessment = command.reassess(award);
  if ('rejection' in reassessment) return rejected(draft, command, reassessment.rejection);
  const { points, memo } = reassessment;
  if (points < 0n || points > award.points - award.reversed) {
    throw new RangeError(`${points} points to take back of an award that has ${award.points - award.reversed} left`);
  }
  const adds = ownedAdds(command.account, reassessment.adds);
  const after = { ...award, memo, reversed: award.reversed + points };
  if (award.state === 'PENDING') {
    draft.settle(points);
    return accepted(draft, command, points, { award: { ...after, canceled: award.canceled + points }, adds });
  }
  if (wasGivenExpired(award, command.program.timeZone)) {
    return accepted(draft, command, points, { award: { ...after, forgiven: award.forgiven + points }, adds });
  }
  const available = spendable(lots, draft.today);
  const taken = available < points ? available : points;
  const missing = points - taken;
  if (missing > 0n && command.shortfall === 'REFUSE') {
    return rejected(draft, command, { code: 'INSUFFICIENT_POINTS', available, requested: points });
  }
  if (taken > 0n) {
    const from = lotsToTake(unexpired(lots, draft.today), taken, award.lotDay);
    draft.take(from, { kind: 'REVERSE', contra: 'ISSUANCE', reversesSeq: earnSeq(award) });
  }
  if (command.shortfall === 'DEBT') draft.owe(missing);
  const forgiven = award.forgiven + (command.shortfall === 'DEBT' ? 0n : missing);
  return accepted(draft, command, points, { award: { ...after, forgiven }, adds });
}

/** Whether its points expired in the posting behind the one that gave them. */
function wasGivenExpired({ lotDay, recordedAt }: StoredAward, timeZone: string): boolean {
  return lotDay !== null && lotDay < dayOf(recordedAt, timeZone);
}

/**
 * From the lot that the award was put into, then soonest expiring first: what spending, which takes the soonest too,
 * would have left had the award never been given.
 */
function lotsToTake(lots: Lots, points: Minor, ownDay: Day | null): Lots {
  const own = lots.find(({ day }) => day === ownDay);
  if (own === undefined) return takeFirst(lots, points).taken;
  const first: Lots = [{ day: own.day, points: own.points < points ? own.points : points }];
  const rest = points - (first[0]?.points ?? 0n);
  return rest === 0n ? first : addLots(first, takeFirst(subtractLots(lots, first), rest).taken);
}

function earnSeq({ id, seq }: StoredAward): bigint {
  if (seq === null) throw new RangeError(`award ${id} has points and no posting`);
  return seq;
}
