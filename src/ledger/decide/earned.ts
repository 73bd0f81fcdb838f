import { addMonths, type Day, dayOf, NEVER } from '../day.ts';
import type { Draft } from '../draft.ts';
import type { ProgramPolicy } from '../program.ts';

/** When points were earned: never in the future, where they would outlive the policy, nor before 1970. */
export function earnedAt(draft: Draft, effectiveAt: Date | undefined): Date {
  const at = effectiveAt?.getTime() ?? Number.NaN;
  return at < draft.at.getTime() ? new Date(Math.max(at, 0)) : draft.at;
}

/** The last day on which points that were earned then can be spent, by the program's policy. */
export function lastDay(program: ProgramPolicy, earned: Date): Day {
  return program.expiryMonths === null ? NEVER : addMonths(dayOf(earned, program.timeZone), program.expiryMonths);
}
