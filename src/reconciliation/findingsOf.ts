import type { Capabilities } from '../connectors/loyaltyConnector.ts';
import { formatMinor, type Minor } from '../ledger/points.ts';
import { isSettled } from '../saga/sagaRow.ts';
import type { OwnRow } from './ownRow.ts';
import { type Compared, isAwaited } from './readStatement.ts';
import { possiblyLate } from './possiblyLate.ts';
import type { Finding, ReconciliationItem } from './reconciliationBooks.ts';
import type { ReconciliationLimits } from './reconciliationContext.ts';
import type { Sorted } from './sortMovements.ts';

export interface Judged {
  readonly capabilities: Capabilities;
  readonly decimals: number;
  readonly from: Date;
  readonly now: Date;
  readonly limits: ReconciliationLimits;
  /** The member's open items of the runs before. */
  readonly open: readonly ReconciliationItem[];
}

/** What is not as it should be in a member's statement. Pure. */
export function findingsOf({ sorted, rows, refused }: Compared, judged: Judged): readonly Finding[] {
  const { capabilities, decimals, from, now, limits } = judged;
  const text = (minor: Minor): string => formatMinor(minor, decimals);
  const findings: Finding[] = [];
  const find = (kind: Finding['kind'], row: OwnRow, points: Minor, reason: string, action: string): void => {
    const { id: about, redemptionId, engineReference } = row;
    const since = row.firstSentAt ?? row.requestedAt;
    findings.push({ about, kind, redemptionId, engineReference, points, since, reason, action });
  };

  for (const [row, moved] of netOf(sorted, 'voided')) {
    if (moved >= 0n) continue;
    const reason = `The engine took ${text(-moved)} points for a redemption that was declined here.`;
    find('LATE_DEBIT', row, -moved, reason, `Give the member ${text(-moved)} points back in the engine.`);
  }
  for (const [row, moved] of netOf(sorted, 'ours')) {
    const size = moved < 0n ? -moved : moved;
    if (size === row.points) continue;
    const reason = `The engine moved ${text(size)} points where ${text(row.points)} were asked for.`;
    find('POINTS_DIFFER', row, row.points, reason, 'Correct the points in the engine, and ask its vendor why.');
  }
  const has = new Set(sorted.flatMap((one) => (one.as === 'foreign' ? [] : [one.row.id])));
  for (const row of rows) {
    const sentAt = row.firstSentAt ?? row.requestedAt;
    if (!isSettled(row)) {
      if (now.getTime() - sentAt.getTime() < limits.undecidedFor) continue;
      const action =
        "See the engine's page in its own console for these points, and write to its vendor if it is down.";
      find('UNDECIDED', row, row.points, 'What became of it cannot be learned from the engine so far.', action);
    } else if (capabilities.history && row.state === 'CAPTURED' && !has.has(row.id) && sentAt >= from) {
      if (isAwaited(row, capabilities, { limits, now: () => now })) continue;
      const reason = `The engine said that it moved ${text(row.points)} points, and its history does not have it.`;
      find('MISSING_DEBIT', row, row.points, reason, "Ask the engine's vendor for this reference.");
    }
  }
  findings.push(...possiblyLate({ sorted, rows }, judged));
  for (const { engineReference, occurredAt, points, words } of refused) {
    findings.push({
      about: engineReference,
      kind: 'NOT_IMPORTED',
      redemptionId: null,
      engineReference,
      points: 0n,
      since: occurredAt,
      reason: `Our books cannot repeat the movement of ${points} points${words === null ? '' : ` (${words})`}.`,
      action: 'See whether the engine names two movements alike, and ask its vendor.',
    });
  }
  return findings;
}

function netOf(sorted: readonly Sorted[], as: 'ours' | 'voided'): ReadonlyMap<OwnRow, Minor> {
  const net = new Map<OwnRow, Minor>();
  for (const one of sorted) if (one.as === as) net.set(one.row, (net.get(one.row) ?? 0n) + one.minor);
  return net;
}
