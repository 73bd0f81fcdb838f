import type { PostingRow } from '../support/historyChecker.ts';
import { byKey } from '../support/historyTimeline.ts';
import type { Call } from './call.ts';
import { idOf } from './wish.ts';

/** Reversals that were refused with a figure which was never what could be given back. */
export function refusedReversalProblems(calls: readonly Call[], postings: readonly PostingRow[]): string[] {
  const rows = new Map(postings.map((row) => [row.requestId, row]));
  const problems: string[] = [];
  const reversals = calls.filter(({ wish }) => wish.redemption !== null);
  for (const same of byKey(reversals, ({ wish }) => wish.redemption?.id ?? '').values()) {
    const done = same.filter(({ outcome }) => outcome?.status === 'accepted');
    const made = new Set(done.flatMap(({ wish }) => rows.get(idOf(wish)) ?? []));
    const inOrder = [...made].toSorted((a, b) => (a.seq < b.seq ? -1 : 1));
    let left = BigInt(same[0]?.wish.redemption?.points ?? 0);
    const lefts = new Set([left]);
    for (const { amount } of inOrder) lefts.add((left -= amount));
    for (const { wish, outcome } of same) {
      if (outcome?.status !== 'rejected' || outcome.rejection.code !== 'NOT_REVERSIBLE') continue;
      const { reversible } = outcome.rejection;
      if (!lefts.has(reversible)) problems.push(`${wish.key}: refused with ${reversible} left, which it never was`);
    }
  }
  return problems;
}
