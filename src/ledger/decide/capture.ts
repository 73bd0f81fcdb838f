import type { Book, Decision } from '../book.ts';
import type { Capture } from '../command.ts';
import type { Draft } from '../draft.ts';
import { takeFirst } from '../lots.ts';
import { endHold } from './endHold.ts';
import { isDue, openHold } from './openHold.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Takes a hold's points, soonest expiring first, expired ones included, and puts the rest back. A FROZEN account's
 * hold is honored: it was authorized before. A hold whose time is over is not, even if its release is late.
 */
export function capture(draft: Draft, command: Capture, book: Book): Decision {
  const { status } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const hold = openHold(book, draft.before, command.holdId);
  if (hold === null || isDue(hold, draft.at)) return rejected(draft, command, { code: 'HOLD_NOT_OPEN' });
  if (command.points > hold.points) {
    return rejected(draft, command, { code: 'CAPTURE_EXCEEDS_HOLD', held: hold.points });
  }
  const { taken, left } = takeFirst(hold.lots, command.points);
  draft.takeHeld(taken, { kind: 'REDEEM', contra: 'REDEMPTION' });
  endHold(draft, left);
  return accepted(draft, command, command.points, {
    hold: { ...hold, state: 'CAPTURED', captured: command.points },
  });
}
