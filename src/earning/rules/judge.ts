import type { Counter, CounterAdd } from '../../ledger/counters.ts';
import type { Rejection } from '../../ledger/outcome.ts';
import type { Minor } from '../../ledger/points.ts';
import { type Decimal, minus, round } from './decimal.ts';
import { applyCaps } from './compiled/applyCaps.ts';
import { tallyOf } from './compiled/capCounters.ts';
import type { CompiledRule } from './compiled/compiledRules.ts';
import { type Gift, linesOf, sumOf } from './compiled/gift.ts';
import { giveBase } from './compiled/giveBase.ts';
import { giveBonuses, giveMultipliers } from './compiled/giveExtras.ts';
import type { RuleFinder } from './compiled/ruleFinder.ts';
import type { Subject } from './compiled/subject.ts';
import type { ExactLine } from './ruleSet.ts';
import { qualifyingAdds } from './tiers/qualifying.ts';

/** What a transaction of a member of a tier comes to. */
export type Judgment =
  | { readonly points: Minor; readonly lines: readonly ExactLine[]; readonly adds: readonly CounterAdd[] }
  | { readonly rejection: Rejection };

export interface Circumstances {
  readonly tier: string | null;
  /** The counters of caps. */
  readonly counters: readonly Counter[];
  /** Of an award that is assessed anew: what it counts for so far; it cannot come to count for more. */
  readonly own: readonly CounterAdd[] | null;
}

/** Base, multipliers, bonuses, caps, one rounding: the one way from a transaction to its points. */
export function judge(finder: RuleFinder, subject: Subject, { tier, counters, own }: Circumstances): Judgment {
  const { policy, decimals } = finder;
  const { kind } = subject.transaction;
  const { day } = subject.local;
  const base = giveBase(forTier(finder.bases(subject), tier), subject, policy.baseRules);
  if (base.length === 0) return { points: 0n, lines: [], adds: [] };

  const points = sumOf(base);
  const gifts: Gift[] = [
    ...base,
    ...giveMultipliers(forTier(finder.multipliers(subject), tier), points, policy.multipliers),
    ...giveBonuses(forTier(finder.bonuses(subject), tier), points),
  ];
  const capped = applyCaps(forTier(finder.caps(subject), tier), gifts, {
    decimals,
    rounding: policy.rounding,
    day,
    used: tallyOf(counters),
    own: own === null ? null : tallyOf(own.map(({ owner, key, amount }) => ({ owner, key, value: amount }))),
  });
  if ('rejection' in capped) return capped;

  const rounded = round(capped.total, decimals, policy.rounding);
  const qualifies = policy.tiers?.qualifyingKinds.includes(kind) === true;
  return {
    points: rounded,
    lines: linesOf([...gifts, ...capped.trims, roundingGift(rounded, decimals, capped.total)]),
    adds: [...capped.addsFor(rounded), ...(qualifies ? qualifyingAdds(day, rounded) : [])],
  };
}

function forTier<Rule extends CompiledRule>(rules: readonly Rule[], tier: string | null): readonly Rule[] {
  return rules.filter(({ tiers }) => tiers === null || tiers.has(tier));
}

function roundingGift(points: Minor, decimals: number, total: Decimal): Gift {
  return { rule: 'rounding', kind: 'ROUNDING', points: minus({ units: points, scale: decimals }, total) };
}
