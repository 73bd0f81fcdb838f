import type { Decision } from '../book.ts';
import type { Mirror, MirrorEarning, MirrorMovement } from '../command.ts';
import { NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import { type Lots, addLots, spendable, takeFirst, unexpired } from '../lots.ts';
import type { Minor } from '../points.ts';
import type { EntryKind } from '../statement.ts';
import { earnedAt } from './earned.ts';
import { accepted } from './verdict.ts';

/**
 * Repeats what an engine took or gave. It happened, so nothing refuses it: not a status, and not a lack of points, which
 * says only that our books did not know of them; they are adjusted first. Expiring is the engine's to do, so that what it
 * gave is in a lot that stays.
 */
export function mirror(draft: Draft, command: Mirror | MirrorEarning | MirrorMovement): Decision {
  const effectiveAt = earnedAt(draft, command.effectiveAt);
  const { points } = command;
  if (command.kind === 'MIRROR') takeAsEngine(draft, points, 'REDEEM', effectiveAt);
  else if (command.kind === 'MIRROR_EARNING') giveAsEngine(draft, points, 'EARN', effectiveAt);
  else if (command.direction === 'GIVEN') giveAsEngine(draft, points, 'ADJUST', effectiveAt);
  else takeAsEngine(draft, points, 'ADJUST', effectiveAt);
  return accepted(draft, command, points, { seq: draft.postings.at(-1)?.seq });
}

function giveAsEngine(draft: Draft, points: Minor, kind: EntryKind, effectiveAt: Date): void {
  draft.give([{ day: NEVER, points }], { kind, contra: 'ENGINE', effectiveAt });
}

function takeAsEngine(draft: Draft, points: Minor, kind: EntryKind, effectiveAt: Date): void {
  const lots = unexpired(draft.before.lots, draft.today);
  const available = spendable(lots, draft.today);
  const unknown: Lots = available < points ? [{ day: NEVER, points: points - available }] : [];
  draft.give(unknown, { kind: 'ADJUST', contra: 'ENGINE', effectiveAt });
  const { taken } = takeFirst(addLots(lots, unknown), points);
  draft.take(taken, { kind, contra: 'ENGINE', effectiveAt });
}
