import type { Draft } from '../draft.ts';
import type { Lots } from '../lots.ts';

/**
 * Puts back what is left of a hold. What has expired meanwhile expires now, not at the end of its day: the hold honored
 * it until now, and as-of reads count it until now.
 */
export function endHold(draft: Draft, left: Lots): void {
  draft.putBack(left.filter((lot) => lot.day >= draft.today));
  const over = left.filter((lot) => lot.day < draft.today);
  draft.takeHeld(over, { kind: 'EXPIRE', contra: 'BREAKAGE' });
}
