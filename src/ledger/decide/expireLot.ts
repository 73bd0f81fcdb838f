import { startOfDay } from '../day.ts';
import type { Draft } from '../draft.ts';
import type { Lot } from '../lots.ts';

/**
 * Takes an account's lot of a day that is over. It takes effect at the end of that day, however late this is: as-of
 * reads of every moment since then leave the lot out, and nothing was added to it since then.
 */
export function expireLot(draft: Draft, lot: Lot, timeZone: string): void {
  const ended = startOfDay(lot.day + 1, timeZone);
  draft.take([lot], { kind: 'EXPIRE', contra: 'BREAKAGE', effectiveAt: ended < draft.at ? ended : draft.at });
}
