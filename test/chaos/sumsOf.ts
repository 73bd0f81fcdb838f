import { byKey } from '../support/historyTimeline.ts';
import type { Call } from './call.ts';
import { idOf, type Wish } from './wish.ts';

/** What each account, by its id, has to own after everything that callers were told was done. */
export function sumsOf(calls: readonly Call[]): Map<string, number> {
  const done = new Map<string, Wish>();
  for (const { wish, outcome } of calls) if (outcome?.status === 'accepted') done.set(idOf(wish), wish);
  const wishes = [...done.values()];
  const sums = new Map<string, number>();
  const add = ({ id }: Wish['account'], points: number): void => {
    sums.set(id, (sums.get(id) ?? 0) + points);
  };
  for (const { kind, account, points } of wishes) {
    if (kind === 'CREDIT') add(account, points ?? 0);
    if (kind === 'DEBIT') add(account, -(points ?? 0));
  }
  for (const reversals of byKey(wishes, ({ redemption }) => redemption?.id ?? '').values()) {
    const [{ account, redemption }] = reversals as [Wish];
    if (redemption === null) continue;
    // All that is left, behind whatever parts came back before, is the whole.
    const returned = reversals.reduce((sum, { points }) => sum + (points ?? redemption.points), 0);
    add(account, Math.min(returned, redemption.points));
  }
  return sums;
}
