import { accountRef, type AccountRef } from '../../../../src/ledger/account.ts';
import { type Book, type Decision, enter } from '../../../../src/ledger/book.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { decide } from '../../../../src/ledger/decide.ts';
import type { Outcome } from '../../../../src/ledger/outcome.ts';
import type { Posting } from '../../../../src/ledger/posting.ts';
import type { ProgramPolicy } from '../../../../src/ledger/program.ts';

/** A live read of an account's balance, to be compared with the as-of read of that moment later. */
export interface Observation {
  readonly accountId: string;
  readonly at: Date;
  readonly balance: bigint;
}

/** Everything that happened in one sequence of commands. */
export interface World {
  now: Date;
  readonly book: Book;
  readonly programs: ProgramPolicy[];
  readonly postings: Posting[];
  /** Every command that was remembered, with its first answer. */
  readonly answers: { readonly command: Command; readonly outcome: Outcome }[];
  observations: Observation[];
}

export interface Seat {
  readonly account: AccountRef;
  /** Its program's place in the world's programs, whose policies change. */
  readonly program: number;
}

export const PROGRAMS: readonly ProgramPolicy[] = [
  { id: 'a', decimals: 0, timeZone: 'UTC', expiryMonths: 12, refundGraceDays: 30, opensAccounts: true },
  { id: 'b', decimals: 2, timeZone: 'Asia/Kolkata', expiryMonths: 1, refundGraceDays: 0, opensAccounts: true },
  { id: 'c', decimals: 0, timeZone: 'America/New_York', expiryMonths: null, refundGraceDays: 7, opensAccounts: false },
];

export const SEATS: readonly Seat[] = [
  { account: accountRef('a', 'm-1'), program: 0 },
  { account: accountRef('a', 'm-2'), program: 0 },
  { account: accountRef('b', 'm-1'), program: 1 },
  { account: accountRef('c', 'm-1'), program: 2 },
];

export function seatOf({ account: { id } }: Command): Seat {
  return SEATS.find(({ account }) => account.id === id) as Seat;
}

export function openWorld(now: Date): World {
  const book: Book = {
    accounts: new LockableMap(),
    requests: new LockableMap(),
    holds: new LockableMap(),
    reversibles: new LockableMap(),
    awards: new LockableMap(),
    counters: new LockableMap(),
    deliveries: new LockableMap(),
  };
  return { now, book, programs: [...PROGRAMS], postings: [], answers: [], observations: [] };
}

/** Decides on a frozen command and a locked book, so that decide throws if it writes to what it was given. */
export function decideLocked(world: World, command: Command): Decision {
  const maps = Object.values(world.book) as LockableMap<string, unknown>[];
  for (const map of maps) map.isLocked = true;
  const before = world.now.getTime();
  const decision = freeze(decide(world.book, freeze(command), world.now));
  if (world.now.getTime() !== before) throw new Error('decide moved the clock');
  for (const map of maps) map.isLocked = false;
  return decision;
}

export function enterDecision(world: World, command: Command, decision: Decision): void {
  enter(world.book, decision);
  if (decision.request !== undefined) world.answers.push({ command, outcome: decision.outcome });
  world.postings.push(...(decision.postings ?? []));
}

class LockableMap<Key, Value> extends Map<Key, Value> {
  isLocked = false;

  override set(key: Key, value: Value): this {
    if (this.isLocked) throw new Error('decide wrote to the book');
    freeze(value);
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    if (this.isLocked) throw new Error('decide deleted from the book');
    return super.delete(key);
  }
}

/** Freezes a value and all that it is made of. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
