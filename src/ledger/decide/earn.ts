import type { Draft } from '../draft.ts';
import type { Lot } from '../lots.ts';

/**
 * Gives a lot that was earned, and pays the debt from it. A lot whose day is over expires at once and pays nothing: in
 * effect now and not when its day ended, as as-of reads of the time between know nothing of either posting.
 */
export function earn(draft: Draft, lot: Lot, effectiveAt: Date): void {
  draft.give([lot], { kind: 'EARN', contra: 'ISSUANCE', effectiveAt });
  if (lot.day < draft.today) return draft.take([lot], { kind: 'EXPIRE', contra: 'BREAKAGE' });
  const paid = draft.debt < lot.points ? draft.debt : lot.points;
  if (paid === 0n) return;
  draft.owe(-paid);
  // It names no posting: what it pays for was taken back before, by whatever requests.
  draft.take([{ day: lot.day, points: paid }], { kind: 'REVERSE', contra: 'ISSUANCE' });
}
