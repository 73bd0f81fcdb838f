import type { EngineMovement } from '../connectors/loyaltyConnector.ts';
import { floorMinor, type Minor } from '../ledger/points.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import { isSettled } from '../saga/sagaRow.ts';
import type { OwnRow } from './ownRow.ts';

/** Whose a movement is. */
export type Sorted =
  /** Ours: our books repeat it by its row, or will. */
  | { readonly as: 'ours'; readonly movement: EngineMovement; readonly minor: Minor; readonly row: OwnRow }
  /** Of a row that is not settled, or perhaps: the row is decided first. */
  | { readonly as: 'undecided'; readonly movement: EngineMovement; readonly minor: Minor; readonly row: OwnRow }
  /** It names a row for which nothing was to be taken, so that our books have nothing of it. */
  | { readonly as: 'voided'; readonly movement: EngineMovement; readonly minor: Minor; readonly row: OwnRow }
  /** The engine moved it by itself. */
  | { readonly as: 'foreign'; readonly movement: EngineMovement; readonly minor: Minor };

/** The reference of what gives back a debit that came after its redemption was voided. */
export function compensationOf(redemptionId: string): string {
  return stableUuid('compensation', redemptionId);
}

/** Clocks of an engine and ours differ, and its processing takes a while. Milliseconds. */
const SKEW = 60_000;
const PROCESSING = 600_000;

/**
 * Says of each movement whose it is, pure: by our reference, by the engine's, and where it has neither, as the one row of
 * ours that asked for exactly these points at that time and that no other movement names. Points finer than the
 * program's decimals are cut off.
 */
export function sortMovements(
  movements: readonly EngineMovement[],
  rows: readonly OwnRow[],
  decimals: number,
): readonly Sorted[] {
  const byName = new Map<string, OwnRow>();
  for (const row of rows) {
    if (row.engineReference !== null) byName.set(row.engineReference, row);
  }
  for (const row of rows) {
    byName.set(row.id, row);
    if (row.kind !== 'REDEMPTION') continue;
    for (const name of [stableUuid('cancel', row.id), compensationOf(row.id)]) byName.set(name, row);
  }
  const named = movements.map(({ reference, engineReference }) => {
    return (reference === null ? undefined : byName.get(reference)) ?? byName.get(engineReference);
  });
  const nameless = new Set(rows);
  for (const row of named) if (row !== undefined) nameless.delete(row);
  return movements.map((movement, index): Sorted => {
    const minor = signedMinor(movement.points, decimals);
    const byItsName = named[index];
    if (byItsName !== undefined) {
      // What gives back is of a reversal of ours, or of one that was canceled.
      const row = givenBack(byItsName, minor, rows);
      return row === null ? { as: 'foreign', movement, minor } : { as: placeOf(row), movement, minor, row };
    }
    if (movement.reference !== null) return { as: 'foreign', movement, minor };
    const alike = [...nameless].find((row) => row.state !== 'VOIDED' && isAlike(row, movement, minor));
    if (alike === undefined) return { as: 'foreign', movement, minor };
    nameless.delete(alike);
    return { as: placeOf(alike), movement, minor, row: alike };
  });
}

function placeOf(row: OwnRow): 'ours' | 'undecided' | 'voided' {
  if (!isSettled(row)) return 'undecided';
  return row.state === 'CAPTURED' ? 'ours' : 'voided';
}

/**
 * Some engines name what gives back by the debit: then it is the reversal of these points, captured before others. Null:
 * we asked for none.
 */
function givenBack(row: OwnRow, minor: Minor, rows: readonly OwnRow[]): OwnRow | null {
  if (row.kind !== 'REDEMPTION' || minor < 0n) return row;
  const reversals = rows.filter(({ kind, redemptionId, points }) => {
    return kind === 'REVERSAL' && redemptionId === row.id && points === minor;
  });
  return (
    reversals.find(({ state }) => state === 'CAPTURED') ??
    reversals.find((one) => !isSettled(one)) ??
    (row.state === 'CAPTURED' ? null : row)
  );
}

/** Whether the row asked for exactly these points at that time. */
function isAlike({ kind, points, firstSentAt, settledAt }: OwnRow, { occurredAt }: EngineMovement, minor: Minor) {
  if (firstSentAt === null || minor !== (kind === 'REDEMPTION' ? -points : points)) return false;
  const until = settledAt === null ? Infinity : settledAt.getTime() + PROCESSING;
  return occurredAt.getTime() >= firstSentAt.getTime() - SKEW && occurredAt.getTime() <= until;
}

function signedMinor(points: string, decimals: number): Minor {
  return points.startsWith('-') ? -floorMinor(points.slice(1), decimals) : floorMinor(points, decimals);
}
