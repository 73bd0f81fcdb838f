import { expect } from 'vitest';
import type { RuleSet } from '../../../../../src/earning/rules/ruleSet.ts';
import type { Transaction } from '../../../../../src/earning/transaction.ts';
import type { Assessment, Award, Reassessment } from '../../../../../src/ledger/award.ts';
import { canonicalDecimal, formatMinor } from '../../../../../src/ledger/points.ts';
import type { TakeBackStep } from './golden.ts';

export type Given = Exclude<Assessment, { readonly rejection: unknown }>;

/** The award as a ledger keeps it, facts and memo as JSON that PostgreSQL has put in its own order. */
export function awardOf({ effectiveAt }: { effectiveAt: Date }, given: Given): Award {
  return {
    id: 'award',
    account: { id: 'account', bucket: 0 },
    number: 1n,
    afterSeq: 0n,
    points: given.points,
    reversed: 0n,
    canceled: 0n,
    forgiven: 0n,
    state: 'POSTED',
    clearsAt: null,
    seq: 1n,
    facts: reordered(given.facts),
    memo: null,
    effectiveAt,
    recordedAt: effectiveAt,
  };
}

export function afterTakingBack(award: Award, back: Exclude<Reassessment, { readonly rejection: unknown }>): Award {
  return { ...award, reversed: award.reversed + back.points, memo: reordered(back.memo) };
}

/** Takes back step by step, and expects what the steps say. */
export function takeBackAll(
  ruleSet: RuleSet,
  transaction: Transaction,
  given: Given,
  steps: readonly TakeBackStep[],
  decimals: number,
): void {
  let award = awardOf({ effectiveAt: transaction.occurredAt }, given);
  for (const { amount, points, left, refused } of steps) {
    const back = ruleSet.takeBack(award, amount === null ? null : canonicalDecimal(amount));
    if ('rejection' in back) {
      expect(back.rejection).toEqual({ code: 'NOT_TAKEN_BACK', left: refused });
      continue;
    }
    award = afterTakingBack(award, back);
    expect(formatMinor(back.points, decimals)).toBe(points);
    expect(formatMinor(award.points - award.reversed, decimals)).toBe(left);
  }
}

/** jsonb keeps no order of keys. */
function reordered(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  );
}
