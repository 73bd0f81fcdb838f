import type { Decision } from '../book.ts';
import type { Mirror } from '../command.ts';
import { NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import { type Lots, addLots, spendable, takeFirst, unexpired } from '../lots.ts';
import { accepted } from './verdict.ts';

/**
 * Repeats what an engine took. It happened, so nothing refuses it: not a status, and not a lack of points, which says
 * only that our books did not know of them; they are adjusted first.
 */
export function mirror(draft: Draft, command: Mirror): Decision {
  const lots = unexpired(draft.before.lots, draft.today);
  const available = spendable(lots, draft.today);
  const unknown: Lots = available < command.points ? [{ day: NEVER, points: command.points - available }] : [];
  draft.give(unknown, { kind: 'ADJUST', contra: 'ENGINE' });
  const { taken } = takeFirst(addLots(lots, unknown), command.points);
  draft.take(taken, { kind: 'REDEEM', contra: 'ENGINE' });
  return accepted(draft, command, command.points, { seq: draft.postings.at(-1)?.seq });
}
