import type { CounterAdd } from '../../../ledger/counters.ts';
import type { Day } from '../../../ledger/day.ts';
import type { Rejection } from '../../../ledger/outcome.ts';
import type { Minor } from '../../../ledger/points.ts';
import type { PolicyRule } from '../ruleDefinition.ts';
import { compare, type Decimal, minus, round, roundUp, ZERO } from '../decimal.ts';
import { type CapCounter, capCounter, type Tally } from './capCounters.ts';
import type { CompiledCap } from './compiledRules.ts';
import { type Gift, sumOf } from './gift.ts';

export interface Capping {
  readonly decimals: number;
  readonly rounding: PolicyRule['rounding'];
  readonly day: Day;
  /** What had been used of the caps' periods. */
  readonly used: Tally;
  /**
   * Of an award that is assessed anew: what it had of each period itself. It may not have more of it now: others may
   * have used what it left.
   */
  readonly own: Tally | null;
}

export type Capped =
  | {
      /** Negative. */
      readonly trims: readonly Gift[];
      /** What is left to be rounded: more than no cap allows, and what it rounds to is not either. */
      readonly total: Decimal;
      /** What counts for the periods, when it rounds to so many points. */
      readonly addsFor: (points: Minor) => CounterAdd[];
    }
  | { readonly rejection: Rejection };

/**
 * Applies the caps on single rules, then those on the whole earning; in both, those that refuse look first. What a cap
 * on several rules trims is missing from the last of their lines, for the caps that come after it.
 */
export function applyCaps(caps: readonly CompiledCap[], gifts: readonly Gift[], capping: Capping): Capped {
  const left = gifts.map((gift) => ({ ...gift }));
  const trims: Gift[] = [];
  const ofRules = refusingFirst(caps.filter(({ rules }) => rules !== null));
  for (const cap of ofRules) {
    const parts = left.filter(({ rule }) => cap.rules?.has(rule));
    const part = sumOf(parts);
    const limit = decimalOfMinor(limitOf(cap, capping), capping.decimals);
    if (compare(part, limit) <= 0) continue;
    if (refuses(cap, capping)) return rejectionOf(cap);
    trims.push(trimOf(cap, part, limit));
    takeFromLast(parts, minus(part, limit));
  }
  let total = sumOf(left);
  const ofWhole = refusingFirst(caps.filter(({ rules }) => rules === null));
  for (const cap of ofWhole) {
    const minor = limitOf(cap, capping);
    // What only rounding can bring within the limit is within it: it rounds to no more.
    if (refuses(cap, capping)) {
      if (round(total, capping.decimals, capping.rounding) > minor) return rejectionOf(cap);
      continue;
    }
    const limit = decimalOfMinor(minor, capping.decimals);
    if (compare(total, limit) <= 0) continue;
    trims.push(trimOf(cap, total, limit));
    total = limit;
  }
  const whole = roundUp(total, capping.decimals);
  return {
    trims,
    total,
    addsFor: (points) => [
      // A part of a minor unit counts as a whole one, and no rule gave more than the transaction.
      ...addsOf(ofRules, capping, (cap) => {
        const part = roundUp(sumOf(left.filter(({ rule }) => cap.rules?.has(rule))), capping.decimals);
        return part < whole ? part : whole;
      }),
      ...addsOf(ofWhole, capping, () => points),
    ],
  };
}

function refusingFirst(caps: readonly CompiledCap[]): CompiledCap[] {
  return caps.toSorted((a, b) => Number(b.rule.exceeding === 'REFUSE') - Number(a.rule.exceeding === 'REFUSE'));
}

/** What was accepted once is not refused later, when a part of it is taken back. */
function refuses({ rule }: CompiledCap, { own }: Capping): boolean {
  return rule.exceeding === 'REFUSE' && own === null;
}

function limitOf(cap: CompiledCap, { day, used, own }: Capping): Minor {
  const counter = counterOf(cap, day);
  if (counter === null) return cap.limit;
  const left = cap.limit - used.valueOf(counter);
  const most = own === null ? left : least(left, own.valueOf(counter));
  return most > 0n ? most : 0n;
}

function addsOf(caps: readonly CompiledCap[], { day }: Capping, amountOf: (cap: CompiledCap) => bigint): CounterAdd[] {
  const adds: CounterAdd[] = [];
  for (const cap of caps) {
    const counter = counterOf(cap, day);
    const amount = counter === null ? 0n : amountOf(cap);
    if (counter !== null && amount > 0n) adds.push({ ...counter, amount });
  }
  return adds;
}

const counterOf = ({ ruleId, rule }: CompiledCap, day: Day): CapCounter | null => capCounter(ruleId, rule, day);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const decimalOfMinor = (minor: Minor, decimals: number): Decimal => ({ units: minor, scale: decimals });

function trimOf({ ruleId }: CompiledCap, points: Decimal, limit: Decimal): Gift {
  return { rule: ruleId, kind: 'CAP', points: minus(limit, points) };
}

function rejectionOf({ ruleId, limit }: CompiledCap): Capped {
  return { rejection: { code: 'CAP_EXCEEDED', rule: ruleId, limit } };
}

function takeFromLast(parts: { points: Decimal }[], excess: Decimal): void {
  let missing = excess;
  for (const part of parts.toReversed()) {
    const taken = compare(part.points, missing) < 0 ? part.points : missing;
    part.points = minus(part.points, taken);
    missing = minus(missing, taken);
    if (compare(missing, ZERO) === 0) return;
  }
}
