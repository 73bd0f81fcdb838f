import { verifyBooks } from '../../../../src/ledger/verifyBooks.ts';
import type { SagaState } from '../../../../src/saga/sagaRow.ts';
import type { TestDatabase } from '../../../support/openTestDatabase.ts';
import type { TestEngine } from './signedEngine.ts';

interface Settled {
  readonly id: string;
  readonly state: SagaState;
  readonly points: bigint;
  readonly given: bigint;
  readonly mirrored: bigint | null;
}

const SETTLED = {
  name: 'test_settled_rows',
  text: `
    SELECT s.id, s.state, s.points,
           (SELECT coalesce(sum(points), 0)::bigint FROM engine_reversal b
            WHERE b.redemption_id = s.id AND b.state = 'CAPTURED') AS given,
           (SELECT sum(p.amount)::bigint FROM request r JOIN posting p ON p.bucket = r.bucket
              AND p.account_id = r.account_id AND p.seq = r.seq
            WHERE r.id = s.id OR r.target_id = s.id) AS mirrored
    FROM engine_redemption s`,
};

/** What was found; each list is empty, or the saga is broken. */
export interface Truth {
  readonly captured: number;
  readonly voided: number;
  /** Redemptions of which we say something else than the engine did. */
  readonly wrong: readonly unknown[];
  /** References that the engine took points for more than once. */
  readonly doubled: readonly unknown[];
  /** References that the engine took points for, and that we do not know. */
  readonly unknown: readonly unknown[];
  /** Redemptions that are not decided. */
  readonly stuck: readonly unknown[];
  /** Redemptions that our books repeat otherwise, and what is wrong with the books themselves. */
  readonly drift: readonly unknown[];
}

/**
 * Captured is one debit in the engine's own books, less what was given back; voided is none, net; and there is no debit
 * that we do not know of. Our books repeat exactly that.
 */
export async function readTruth(database: TestDatabase, { books, connector }: TestEngine): Promise<Truth> {
  // The tests' program has two decimals; the books of an engine of whole points have none.
  const scale = connector.capabilities.fractionalPoints ? 1n : 100n;
  const rows = await database.reads.query<Settled>(SETTLED, []);
  const net = new Map<string, bigint>();
  const times = new Map<string, number>();
  for (const debit of books.movements) {
    if (debit.kind !== 'debited') continue;
    const reference = referenceOf(debit);
    times.set(reference, (times.get(reference) ?? 0) + 1);
    net.set(reference, (net.get(reference) ?? 0n) + books.reversible(debit) * scale);
  }
  const known = new Set(rows.map(({ id }) => id));
  const isCaptured = ({ state }: Settled): boolean => state === 'CAPTURED';
  const verdict = await verifyBooks(database.reads);
  const captured = rows.filter(isCaptured).length;
  const apart = rows.filter((row) => row.mirrored !== (isCaptured(row) ? row.given - row.points : null));
  return {
    captured,
    voided: rows.length - captured,
    wrong: rows.filter((row) => (net.get(row.id) ?? 0n) !== (isCaptured(row) ? row.points - row.given : 0n)),
    doubled: [...times].filter(([, count]) => count > 1),
    unknown: [...net].filter(([id, points]) => !known.has(id) && points !== 0n),
    stuck: rows.filter(({ state }) => state === 'RESERVED' || state === 'SENDING'),
    drift: verdict === null ? apart : [...apart, verdict],
  };
}

/** Ours, of the movement's reference or of the words around it. */
function referenceOf({
  reference,
  words,
}: {
  readonly reference: string | null;
  readonly words: string | null;
}): string {
  const text = reference ?? words ?? '';
  return /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(text)?.[0] ?? text;
}
