import type { StoredAward } from '../award.ts';
import type { Book, Decision } from '../book.ts';
import type { AwardPoints } from '../command.ts';
import { countersOf, ownedAdds } from '../countersOf.ts';
import type { Draft } from '../draft.ts';
import { greatestMinor } from '../points.ts';
import { earn } from './earn.ts';
import { earnedAt, lastDay } from './earned.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Gives what the rules make of a transaction, under the locks of all that they count. FROZEN accounts are awarded:
 * nothing earned is lost. Pending points count beside the balance, and towards the greatest one, so that clearing them
 * always fits. Nothing to give is recorded all the same: an award of 0, posted, without a posting.
 */
export function award(draft: Draft, command: AwardPoints, book: Book): Decision {
  const { status, balance, pending, id, bucket, seq: afterSeq } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const assessment = command.assess(countersOf(book, command));
  if ('rejection' in assessment) return rejected(draft, command, assessment.rejection);
  const { points, clearing, facts } = assessment;
  if (points < 0n) throw new RangeError('rules gave less than no points');
  const greatest = greatestMinor(command.program.decimals);
  if (balance + pending + points > greatest) return rejected(draft, command, { code: 'BALANCE_LIMIT', greatest });

  const clearsAt = clearing instanceof Date && clearing > draft.at ? clearing : null;
  const isPending = points > 0n && (clearing === 'ON_SIGNAL' || clearsAt !== null);
  const effectiveAt = earnedAt(draft, command.effectiveAt);
  const number = draft.award(isPending ? points : 0n);
  const lotDay = isPending || points === 0n ? null : lastDay(command.program, effectiveAt);
  if (lotDay !== null) earn(draft, { day: lotDay, points }, effectiveAt);
  const given: StoredAward = {
    id: command.id,
    account: { id, bucket },
    number,
    afterSeq,
    points,
    reversed: 0n,
    canceled: 0n,
    forgiven: 0n,
    state: isPending ? 'PENDING' : 'POSTED',
    clearsAt: isPending ? clearsAt : null,
    seq: draft.postings[0]?.seq ?? null,
    facts,
    memo: null,
    effectiveAt,
    recordedAt: draft.at,
    lotDay,
  };
  return accepted(draft, command, points, { award: given, adds: ownedAdds(command.account, assessment.adds) });
}
