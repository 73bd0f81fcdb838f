import type { Counter, CounterRange } from '../../../ledger/counters.ts';
import type { Day } from '../../../ledger/day.ts';
import type { TierPolicy } from '../ruleDefinition.ts';
import { qualifyingDays } from './qualifying.ts';
import type { TierLevel } from './tierStanding.ts';
import { lastDay, levelOn, tierSteps } from './tierSteps.ts';

/** From that day on the member was of that level. */
export interface TierChange {
  readonly day: Day;
  readonly level: TierLevel;
}

/** The account's counters that the history needs: every day on which something was earned that qualifies. */
export function tierHistoryReads(): CounterRange[] {
  return [{ owner: 'account', from: 'q:0', to: 'q:9999-99-99' }];
}

/**
 * The changes of a member's level up to a day, the oldest first, by the counters that tierHistoryReads names and by
 * the policy as it is given. A member who has earned nothing yet is of the lowest level, which is no change.
 */
export function tierHistory(
  policy: TierPolicy,
  counters: readonly Counter[],
  untilDay: Day,
  decimals: number,
): TierChange[] {
  const earned = qualifyingDays(counters).filter(({ day }) => day <= untilDay);
  const steps = tierSteps(policy, decimals, earned);
  // A level can only change where the sum does, or when the grace time after it is over.
  const days = new Set(steps.flatMap(({ from }, index) => [from, lastDay(steps, index) + policy.graceDays + 1]));
  const changes: TierChange[] = [];
  let place = 0;
  for (const day of [...days].filter((one) => one <= untilDay).sort((a, b) => a - b)) {
    const now = levelOn(steps, policy.graceDays, day);
    const level = policy.levels[now];
    if (now === place || level === undefined) continue;
    changes.push({ day, level });
    place = now;
  }
  return changes;
}
