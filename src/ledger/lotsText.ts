import type { Lot, Lots } from './lots.ts';
import { NO_LOTS } from './lots.ts';

/** Lots as the text of a bigint[] of pairs (day, points). */
export function lotsText(lots: Lots): string {
  if (lots.length === 0) return '{}';
  let text = '';
  for (const lot of lots) text += `${text === '' ? '{' : ','}${lot.day},${lot.points}`;
  return `${text}}`;
}

/** Reads what lotsText wrote, and what PostgreSQL prints of it. */
export function parseLots(text: string): Lots {
  if (text === '{}') return NO_LOTS;
  const parts = text.slice(1, -1).split(',');
  const lots: Lot[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    lots.push({ day: Number(parts[i]), points: BigInt(parts[i + 1] as string) });
  }
  return lots;
}
