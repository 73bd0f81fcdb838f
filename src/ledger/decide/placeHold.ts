import type { Decision } from '../book.ts';
import type { PlaceHold } from '../command.ts';
import type { Draft } from '../draft.ts';
import { spendable, takeFirst, unexpired } from '../lots.ts';
import type { Hold } from '../posting.ts';
import { accepted, rejected } from './verdict.ts';

/** Sets points aside, soonest expiring first. No posting: the member still owns them. The hold's id is the request's. */
export function placeHold(draft: Draft, command: PlaceHold): Decision {
  const { status, lots, id, bucket } = draft.before;
  if (status !== 'ACTIVE') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const available = spendable(lots, draft.today);
  if (available < command.points) {
    return rejected(draft, command, { code: 'INSUFFICIENT_POINTS', available, requested: command.points });
  }
  const { taken } = takeFirst(unexpired(lots, draft.today), command.points);
  draft.setAside(taken);
  const hold: Hold = {
    id: command.id,
    account: { id, bucket },
    points: command.points,
    captured: 0n,
    lots: taken,
    state: 'OPEN',
    expiresAt: command.expiresAt,
    openedAt: draft.at,
  };
  return accepted(draft, command, command.points, { hold });
}
