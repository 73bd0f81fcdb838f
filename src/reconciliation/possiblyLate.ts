import type { Capabilities, EngineMovement } from '../connectors/loyaltyConnector.ts';
import { formatMinor } from '../ledger/points.ts';
import type { OwnRow } from './ownRow.ts';
import type { Finding, ReconciliationItem } from './reconciliationBooks.ts';
import type { Sorted } from './sortMovements.ts';

/** Clocks of an engine and ours differ. Milliseconds. */
const SKEW = 60_000;
const A_DAY = 86_400_000;
/** How long after a redemption was declined a debit of its points may be its own, by the engine's time. */
const COMES_WITHIN = A_DAY;
/** The same of a balance, which says no time: two daily runs, and one that is late. */
const SEEN_WITHIN = 3 * A_DAY;
/** Nobody can say that it was somebody else's debit, so that it settles by itself then. */
const OPEN_FOR = 30 * A_DAY;

export interface Doubted {
  readonly capabilities: Pick<Capabilities, 'certainty'>;
  readonly decimals: number;
  readonly now: Date;
  /** The member's open items of the runs before. */
  readonly open: readonly ReconciliationItem[];
}

interface Statement {
  readonly sorted: readonly Sorted[];
  readonly rows: readonly OwnRow[];
}

/**
 * Debits that may be those of redemptions which were declined because the history did not have them, of an engine that
 * keeps no reference of ours: of as many points, and soon after; each is one redemption's. And those that a balance
 * told of before. As many points that come back settle it, and so does time. Pure.
 */
export function possiblyLate({ sorted, rows }: Statement, doubted: Doubted): readonly Finding[] {
  const { now, open } = doubted;
  const foreign = sorted.flatMap((one) => (one.as === 'foreign' ? [one] : []));
  const taken = new Set<(typeof foreign)[number]>();
  const take = (minor: bigint, from: number, to: number): EngineMovement | null => {
    const found = foreign.find((one) => {
      const at = one.movement.occurredAt.getTime();
      return one.minor === minor && at >= from && at <= to && !taken.has(one);
    });
    if (found !== undefined) taken.add(found);
    return found?.movement ?? null;
  };
  const findings: Finding[] = [];
  for (const row of doubtful({ sorted, rows }, doubted)) {
    const { sent, settled } = timesOf(row);
    if (now.getTime() - settled > OPEN_FOR) continue;
    const debit = take(-row.points, sent - SKEW, settled + COMES_WITHIN);
    if (debit === null && !open.some((item) => isAbout(item, row))) continue;
    const from = debit === null ? sent - SKEW : debit.occurredAt.getTime();
    if (take(row.points, from, Infinity) === null) findings.push(findingOf(row, debit, doubted.decimals));
  }
  return findings;
}

/** The same, by a balance that is lower by exactly the points of such a redemption than the engine's movements say. */
export function possiblyLateBy(minor: bigint, compared: Statement, doubted: Doubted): Finding | null {
  const { now, open, decimals } = doubted;
  const known = new Set(possiblyLate(compared, doubted).map(({ about }) => about));
  // Our books may have assumed points for a redemption that the engine took before they knew the member's: as many, too.
  const assumed = new Set(compared.rows.flatMap(({ state, points }) => (state === 'CAPTURED' ? [points] : [])));
  if (assumed.has(-minor)) return null;
  const row = doubtful(compared, doubted).find((one) => {
    const isSoon = now.getTime() - timesOf(one).settled <= SEEN_WITHIN;
    return one.points === -minor && isSoon && !known.has(one.id) && !open.some((item) => isAbout(item, one));
  });
  return row === undefined ? null : findingOf(row, null, decimals);
}

function doubtful({ sorted, rows }: Statement, { capabilities }: Doubted): readonly OwnRow[] {
  if (capabilities.certainty !== 'none') return [];
  const named = new Set(sorted.flatMap((one) => (one.as === 'foreign' ? [] : [one.row.id])));
  return rows.filter(({ id, kind, isAbsent }) => kind === 'REDEMPTION' && isAbsent && !named.has(id));
}

function timesOf({ firstSentAt, requestedAt, settledAt }: OwnRow): { readonly sent: number; readonly settled: number } {
  const sent = (firstSentAt ?? requestedAt).getTime();
  return { sent, settled: settledAt?.getTime() ?? sent };
}

const isAbout = ({ kind, redemptionId }: ReconciliationItem, { id }: OwnRow): boolean =>
  kind === 'POSSIBLE_LATE_DEBIT' && redemptionId === id;

function findingOf(row: OwnRow, debit: EngineMovement | null, decimals: number): Finding {
  const points = formatMinor(row.points, decimals);
  const seen =
    debit === null
      ? `The engine had ${points} points less than its movements say, and our books follow it:`
      : `The engine took ${points} points, and nothing says for what:`;
  return {
    about: row.id,
    kind: 'POSSIBLE_LATE_DEBIT',
    redemptionId: row.id,
    engineReference: debit?.engineReference ?? null,
    points: row.points,
    since: row.firstSentAt ?? row.requestedAt,
    reason: `${seen} just as many as a redemption that was declined here, as the history did not have it then.`,
    action:
      `See in the engine whose debit it is. If it is the redemption's, give the member ${points} points back there; ` +
      'if it is not, leave it. This settles when they are back, or after 30 days.',
  };
}
