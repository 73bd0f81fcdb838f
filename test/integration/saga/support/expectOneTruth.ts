import { expect } from 'vitest';
import type { SagaState } from '../../../../src/redemption/engine/sagaRow.ts';
import { verifyBooks } from '../../../../src/ledger/verifyBooks.ts';
import type { TestDatabase } from '../../../support/testDatabase.ts';
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

export interface Truth {
  readonly captured: number;
  readonly voided: number;
}

/**
 * Captured is one debit in the engine's own books, less what was given back; voided is none, net; and there is no debit
 * that we do not know of. Our books repeat exactly that. Scale: minor units of ours for one of the engine's books.
 */
export async function expectOneTruth(database: TestDatabase, { books }: TestEngine, scale = 1n): Promise<Truth> {
  const rows = await database.reads.query<Settled>(SETTLED, []);
  const net = new Map<string, bigint>();
  const times = new Map<string, number>();
  for (const debit of books.movements) {
    if (debit.kind !== 'debited') continue;
    const reference = referenceOf(debit);
    times.set(reference, (times.get(reference) ?? 0) + 1);
    net.set(reference, (net.get(reference) ?? 0n) + books.reversible(debit) * scale);
  }
  const wrong = rows.filter(({ id, state, points, given }) => {
    return (net.get(id) ?? 0n) !== (state === 'CAPTURED' ? points - given : 0n);
  });
  expect(wrong, 'what we say is not what the engine did').toEqual([]);
  expect(
    [...times].filter(([, count]) => count > 1),
    'taken more than once',
  ).toEqual([]);
  const known = new Set(rows.map(({ id }) => id));
  expect(
    [...net].filter(([id, points]) => !known.has(id) && points !== 0n),
    'taken and not known',
  ).toEqual([]);
  expect(
    rows.filter(({ state }) => state === 'RESERVED' || state === 'SENDING'),
    'stuck',
  ).toEqual([]);
  const apart = rows.filter(({ state, points, given, mirrored }) => {
    return mirrored !== (state === 'CAPTURED' ? given - points : null);
  });
  expect(apart, 'our books repeat something else').toEqual([]);
  expect(await verifyBooks(database.reads)).toBeNull();
  const captured = rows.filter(({ state }) => state === 'CAPTURED').length;
  return { captured, voided: rows.length - captured };
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
