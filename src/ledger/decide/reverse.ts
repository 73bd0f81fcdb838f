import type { Book, Decision } from '../book.ts';
import type { Reverse } from '../command.ts';
import { type Day, NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import { addLots, type Lots, subtractLots, takeLast, totalOf, unexpired } from '../lots.ts';
import { greatestMinor } from '../points.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Gives back what a debit or capture took, never more in total, to the lots it came from, the latest first: what
 * would expire soonest stays spent. FROZEN accounts are refunded. Only what REDEEM postings took can be reversed:
 * a reversal, a credit or another account's request has nothing left.
 */
export function reverse(draft: Draft, command: Reverse, book: Book): Decision {
  const { status, balance, pending, id } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const target = book.reversibles.get(command.targetId);
  if (target?.accountId !== id) return rejected(draft, command, { code: 'NOT_REVERSIBLE', reversible: 0n });
  const remaining = subtractLots(target.lots, target.reversedLots);
  const reversible = totalOf(remaining);
  const points = command.points ?? reversible;
  if (reversible === 0n || points > reversible) {
    return rejected(draft, command, { code: 'NOT_REVERSIBLE', reversible });
  }
  const greatest = greatestMinor(command.program.decimals);
  if (balance + pending + points > greatest) return rejected(draft, command, { code: 'BALANCE_LIMIT', greatest });

  const originLots = takeLast(remaining, points);
  const lots = afterGrace(originLots, draft.today, command.program.refundGraceDays);
  draft.give(lots, { kind: 'REVERSE', contra: target.contra, originLots, reversesSeq: target.seq });
  return accepted(draft, command, points, {
    reversible: { ...target, reversedLots: addLots(target.reversedLots, originLots) },
  });
}

/** The lots with the program's days of grace for those that have expired: with none, today is their last. */
function afterGrace(lots: Lots, today: Day, graceDays: number): Lots {
  const current = unexpired(lots, today);
  const points = totalOf(lots) - totalOf(current);
  if (points === 0n) return lots;
  return addLots(current, [{ day: Math.min(today + Math.max(graceDays, 0), NEVER), points }]);
}
