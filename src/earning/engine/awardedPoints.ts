import { type DecimalText, floorMinor, greatestMinor, type Minor } from '../../ledger/points.ts';

/**
 * What an engine says that it awarded, in minor units; what is finer than the program's points is cut off, as it is in a
 * balance. Null: it does not say, or it says more than anybody can have, which is not believed.
 */
export function awardedPoints(points: DecimalText | null, decimals: number): Minor | null {
  const minor = points === null ? null : floorMinor(points, decimals);
  return minor === null || minor > greatestMinor(decimals) ? null : minor;
}
