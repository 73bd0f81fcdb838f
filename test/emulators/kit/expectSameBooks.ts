import { expect } from 'vitest';
import type { DecimalText } from '../../../src/ledger/points.ts';
import type { Books } from './books.ts';

/** What a caller believes of one debit. */
export interface Told {
  readonly reference: string;
  readonly member: string;
  readonly points: DecimalText;
  /** `undecided`: a caller that cannot know, and says so. */
  readonly status: 'captured' | 'voided' | 'undecided';
  readonly reversed?: DecimalText;
}

/**
 * The engine's books say what was told: captured is one debit, voided is none, net of what was given back. Debits that
 * nobody told of are a fault too. An engine without our references is compared by the members' sums.
 */
export function expectSameBooks(books: Books, told: readonly Told[], hasReferences: boolean): void {
  const minor = (points: DecimalText | undefined): bigint =>
    points === undefined || points === '0' ? 0n : books.toMinor(points);
  const keyOf = (one: { readonly member: string; readonly reference: string | null }): string =>
    hasReferences ? `${one.member} ${one.reference}` : one.member;

  const taken = new Map<string, bigint>();
  for (const debit of books.movements) {
    if (debit.kind === 'debited') add(taken, keyOf(debit), books.reversible(debit));
  }
  const expected = new Map<string, bigint>();
  const slack = new Map<string, bigint>();
  for (const one of told) {
    const net = minor(one.points) - minor(one.reversed);
    add(expected, keyOf(one), one.status === 'captured' ? net : 0n);
    if (one.status === 'undecided') add(slack, keyOf(one), net);
  }
  for (const key of new Set([...taken.keys(), ...expected.keys()])) {
    const over = (taken.get(key) ?? 0n) - (expected.get(key) ?? 0n);
    const fits = over === 0n || over === (slack.get(key) ?? 0n);
    expect(fits, `${key}: the engine took ${books.format(over)} more than was told`).toBe(true);
  }
  for (const member of new Set(told.map((one) => one.member))) {
    const sum = books.movements.reduce((total, one) => (one.member === member ? total + one.minor : total), 0n);
    expect(books.minorOf(member), `${member}'s balance is the sum of their movements`).toBe(sum);
    expect(sum >= 0n, `${member}'s balance is not negative`).toBe(true);
  }
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
