import { randomUUID } from 'node:crypto';
import { type DecimalText, formatMinor, toMinor } from '../../../src/ledger/points.ts';

export interface BookedMovement {
  readonly id: string;
  readonly member: string;
  readonly kind: 'granted' | 'earned' | 'debited' | 'reversed';
  /** Minor units; negative takes. */
  readonly minor: bigint;
  /** The caller's, where the engine keeps one. */
  readonly reference: string | null;
  /** The debit's id, of a reversal. */
  readonly of: string | null;
  readonly words: string | null;
  readonly at: Date;
}

export interface Booking {
  readonly member: string;
  readonly points: DecimalText;
  readonly reference?: string | null;
  readonly words?: string | null;
}

/** An engine's own books. They are as idempotent as their engine makes them: every call here books. */
export interface Books {
  open(member: string, points: DecimalText): void;
  isOpen(member: string): boolean;
  minorOf(member: string): bigint;
  balanceOf(member: string): DecimalText;
  toMinor(points: DecimalText): bigint;
  format(minor: bigint): DecimalText;
  /** Null: there are not so many points. */
  debit(booking: Booking): BookedMovement | null;
  earn(booking: Booking): BookedMovement;
  /** What is left of a debit to give back, in minor units. */
  reversible(debit: BookedMovement): bigint;
  /** Null: more than is left of it. */
  reverse(debit: BookedMovement, points: DecimalText, reference: string | null): BookedMovement | null;
  /** All of them, oldest first. */
  readonly movements: readonly BookedMovement[];
}

export function createBooks(decimals = 2): Books {
  const movements: BookedMovement[] = [];
  const balances = new Map<string, bigint>();

  const minor = (points: DecimalText): bigint => {
    const amount = toMinor(points, decimals);
    if (typeof amount === 'string') throw new RangeError(amount);
    return amount;
  };
  const book = (movement: Omit<BookedMovement, 'id' | 'at'>): BookedMovement => {
    const booked = { ...movement, id: randomUUID(), at: new Date() };
    movements.push(booked);
    balances.set(movement.member, (balances.get(movement.member) ?? 0n) + movement.minor);
    return booked;
  };
  const add = (kind: 'granted' | 'earned', { member, points, reference = null, words = null }: Booking) =>
    book({ member, kind, minor: points === '0' ? 0n : minor(points), reference, of: null, words });
  const reversible = (debit: BookedMovement): bigint =>
    movements.reduce((left, movement) => (movement.of === debit.id ? left - movement.minor : left), -debit.minor);

  return {
    movements,
    open: (member, points) => {
      balances.set(member, 0n);
      if (points !== '0') add('granted', { member, points });
    },
    isOpen: (member) => balances.has(member),
    minorOf: (member) => balances.get(member) ?? 0n,
    balanceOf: (member) => formatMinor(balances.get(member) ?? 0n, decimals),
    toMinor: minor,
    format: (amount) => formatMinor(amount, decimals),
    earn: (booking) => add('earned', booking),
    debit: ({ member, points, reference = null, words = null }) => {
      const amount = minor(points);
      if ((balances.get(member) ?? 0n) < amount) return null;
      return book({ member, kind: 'debited', minor: -amount, reference, of: null, words });
    },
    reversible,
    reverse: (debit, points, reference) => {
      const amount = minor(points);
      if (amount > reversible(debit)) return null;
      return book({ member: debit.member, kind: 'reversed', minor: amount, reference, of: debit.id, words: null });
    },
  };
}
