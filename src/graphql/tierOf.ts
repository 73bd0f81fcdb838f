import { type TierChange as LevelChange, tierHistory } from '../earning/rules/tiers/tierHistory.ts';
import { standingAt } from '../earning/rules/tiers/tierStanding.ts';
import { toJsonNumber } from '../ledger/points.ts';
import type { TierChange, TierStanding } from './generated/types.ts';
import type { TierFacts } from './loaders/tierLoader.ts';

/** A member's tier today. */
export function tierOf({ policy, counters, day, decimals }: TierFacts): TierStanding {
  const { level, qualifyingPoints, next, until } = standingAt(policy, counters, day, decimals);
  return {
    code: level.code,
    name: level.name,
    qualifyingPoints: toJsonNumber(qualifyingPoints, decimals),
    next: next && {
      code: next.level.code,
      name: next.level.name,
      missingPoints: toJsonNumber(next.missingPoints, decimals),
    },
    until,
  };
}

/** The changes of a member's tier, newest first. */
export function tierChangesOf(facts: TierFacts, first: number): TierChange[] {
  return historyOf(facts)
    .slice(0, first)
    .map(({ day: since, level }) => ({ code: level.code, name: level.name, since }));
}

/** Worked out once a request, however often the field or its account is asked for. */
const histories = new WeakMap<TierFacts, readonly LevelChange[]>();

function historyOf(facts: TierFacts): readonly LevelChange[] {
  const { policy, counters, day, decimals } = facts;
  const known = histories.get(facts) ?? tierHistory(policy, counters, day, decimals).toReversed();
  histories.set(facts, known);
  return known;
}
