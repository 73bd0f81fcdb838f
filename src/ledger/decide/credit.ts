import type { Decision } from '../book.ts';
import type { Credit } from '../command.ts';
import { type Day, NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import { greatestMinor } from '../points.ts';
import { earn } from './earn.ts';
import { earnedAt, lastDay } from './earned.ts';
import { accepted, rejected } from './verdict.ts';

/**
 * Adds a lot. FROZEN accounts are credited: nothing earned is lost. Points whose last day is already over are
 * credited and expire at once, so that the statement tells the member both. Others pay the member's debt first.
 */
export function credit(draft: Draft, command: Credit): Decision {
  const { status, balance, pending } = draft.before;
  if (status === 'CLOSED') return rejected(draft, command, { code: 'ACCOUNT_NOT_ACTIVE', status });
  const greatest = greatestMinor(command.program.decimals);
  if (balance + pending + command.points > greatest) {
    return rejected(draft, command, { code: 'BALANCE_LIMIT', greatest });
  }
  const effectiveAt = earnedAt(draft, command.effectiveAt);
  earn(draft, { day: expiryDay(command, effectiveAt), points: command.points }, effectiveAt);
  return accepted(draft, command, command.points);
}

/** The last day on which the points can be spent. */
function expiryDay({ expiresOn, program }: Credit, effectiveAt: Date): Day {
  if (expiresOn !== undefined) return Number.isInteger(expiresOn) ? Math.min(Math.max(expiresOn, 0), NEVER) : NEVER;
  return lastDay(program, effectiveAt);
}
