import type { Decision } from '../book.ts';
import type { Credit } from '../command.ts';
import { addMonths, type Day, dayOf, NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import { greatestMinor } from '../points.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Adds a lot. FROZEN accounts are credited: nothing earned is lost. Points whose last day is already over are
 * credited and expire at once, so that the statement tells the member both.
 */
export function credit(draft: Draft, command: Credit): Decision {
  const { status, balance } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const greatest = greatestMinor(command.program.decimals);
  if (balance + command.points > greatest) return rejected(draft, command, { code: 'BALANCE_LIMIT', greatest });

  const effectiveAt = earnedAt(draft, command);
  const lot = { day: expiryDay(command, effectiveAt), points: command.points };
  draft.give([lot], { kind: 'EARN', contra: 'ISSUANCE', effectiveAt });
  // In effect now and not when its day ended: as-of reads of the time between know nothing of either posting.
  if (lot.day < draft.today) draft.take([lot], { kind: 'EXPIRE', contra: 'BREAKAGE' });
  return accepted(draft, command, command.points);
}

/** When the points were earned: never in the future, where they would outlive the policy, nor before 1970. */
function earnedAt(draft: Draft, command: Credit): Date {
  const at = command.effectiveAt?.getTime() ?? Number.NaN;
  return at < draft.at.getTime() ? new Date(Math.max(at, 0)) : draft.at;
}

/** The last day on which the points can be spent. */
function expiryDay({ expiresOn, program }: Credit, effectiveAt: Date): Day {
  if (expiresOn !== undefined) return Number.isInteger(expiresOn) ? Math.min(Math.max(expiresOn, 0), NEVER) : NEVER;
  return program.expiryMonths === null ? NEVER : addMonths(dayOf(effectiveAt, program.timeZone), program.expiryMonths);
}
