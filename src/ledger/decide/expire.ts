import type { Decision } from '../book.ts';
import type { Expire } from '../command.ts';
import type { Draft } from '../draft.ts';
import { expireLot } from './expireLot.ts';
import { accepted, IDLE } from './verdict.ts';

/**
 * Takes one day's lot once the day is over. Idle before that, and when there is no such lot, so that the job may be
 * late, killed, repeated or doubled. FROZEN accounts' points expire too; a CLOSED account has none.
 */
export function expire(draft: Draft, command: Expire): Decision {
  const lot = draft.before.lots.find(({ day }) => day === command.day);
  if (lot === undefined || lot.day >= draft.today) return IDLE;
  expireLot(draft, lot, command.program.timeZone);
  return accepted(draft, command, lot.points);
}
