import type { DecimalText } from '../../ledger/points.ts';

/** Square counts whole points in 64 bits, of which a JSON number names these. Null: it cannot count so many, or so few. */
export function wholePoints(points: DecimalText): number | null {
  const number = Number(points);
  return /^[1-9]\d*$/.test(points) && Number.isSafeInteger(number) ? number : null;
}
