import type { Decision } from '../book.ts';
import type { ChangeStatus } from '../command.ts';
import type { Draft } from '../draft.ts';
import { unexpired } from '../lots.ts';
import { expireLot } from './expireLot.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Freezes, reactivates or closes. The status that it already has is accepted and changes nothing. CLOSED is final:
 * it is refused while points are held or pending, and forfeits the rest, expired lots as expired. A debt stays with the
 * account that nobody can earn on any more: it is written off there, where the awards it comes from still prove it.
 */
export function changeStatus(draft: Draft, command: ChangeStatus): Decision {
  const { status, held, pending, lots, balance } = draft.before;
  if (command.status === status) return accepted(draft, command, 0n);
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  if (command.status !== 'CLOSED') {
    draft.setStatus(command.status);
    return accepted(draft, command, 0n);
  }
  if (held > 0n) return rejected(draft, command, { code: 'HOLDS_OPEN', held });
  if (pending > 0n) return rejected(draft, command, { code: 'AWARDS_PENDING', pending });
  for (const lot of lots) if (lot.day < draft.today) expireLot(draft, lot, command.program.timeZone);
  draft.take(unexpired(lots, draft.today), { kind: 'ADJUST', contra: 'BREAKAGE' });
  draft.setStatus('CLOSED');
  return accepted(draft, command, balance);
}
