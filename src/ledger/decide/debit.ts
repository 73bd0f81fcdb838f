import type { Decision } from '../book.ts';
import type { Debit } from '../command.ts';
import type { Draft } from '../draft.ts';
import { spendable, takeFirst, unexpired } from '../lots.ts';
import { accepted, rejected } from './verdict.ts';

/** Takes points, soonest expiring first. A lot whose day is over is left to the expiry, however late that is. */
export function debit(draft: Draft, command: Debit): Decision {
  const { status, lots } = draft.before;
  if (status !== 'ACTIVE') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const available = spendable(lots, draft.today);
  if (available < command.points) {
    return rejected(draft, command, { code: 'INSUFFICIENT_POINTS', available, requested: command.points });
  }
  const { taken } = takeFirst(unexpired(lots, draft.today), command.points);
  draft.take(taken, { kind: 'REDEEM', contra: 'REDEMPTION' });
  return accepted(draft, command, command.points);
}
