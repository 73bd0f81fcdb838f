import { accountRef, type Account, type AccountRef } from '../../../../src/ledger/account.ts';
import { emptyBook, enter } from '../../../../src/ledger/book.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { parseDay } from '../../../../src/ledger/day.ts';
import { decide } from '../../../../src/ledger/decide.ts';
import type { Lots } from '../../../../src/ledger/lots.ts';
import type { Outcome } from '../../../../src/ledger/outcome.ts';
import type { Hold, Posting } from '../../../../src/ledger/posting.ts';
import type { ProgramPolicy } from '../../../../src/ledger/program.ts';
import { fingerprintOf, requestId } from '../../../../src/ledger/requestId.ts';

/** Whole points that live for twelve months, with thirty days of grace, in UTC. */
export const PROGRAM: ProgramPolicy = {
  id: 'demo',
  decimals: 0,
  timeZone: 'UTC',
  expiryMonths: 12,
  refundGraceDays: 30,
  opensAccounts: true,
};

export const MEMBER: AccountRef = accountRef('demo', 'm-1');

type Distributed<Kind> = Kind extends Command ? Omit<Kind, 'id' | 'fingerprint' | 'account' | 'program'> : never;
/** A command without what the desk fills in. */
export type Wish = Distributed<Command> & { readonly account?: AccountRef; readonly program?: ProgramPolicy };

/** A book, a clock, and everything that was posted. */
export interface Desk {
  now: Date;
  readonly postings: Posting[];
  /** Decides and enters. The key names the request. */
  ask(key: string, wish: Wish): Outcome;
  account(of?: AccountRef): Account;
  hold(key: string): Hold | undefined;
}

export const idOf = (key: string): string => requestId('demo', 'graph', key);

export function commandOf(key: string, wish: Wish): Command {
  const { account = MEMBER, program = PROGRAM } = wish;
  return { ...wish, id: idOf(key), fingerprint: fingerprintOf(key, JSON.stringify(wish, plain)), account, program };
}

export function openDesk(now = '2026-03-10T12:00:00Z'): Desk {
  const book = emptyBook();
  const desk: Desk = {
    now: new Date(now),
    postings: [],
    ask: (key, wish) => {
      const decision = decide(book, commandOf(key, wish), desk.now);
      enter(book, decision);
      desk.postings.push(...(decision.postings ?? []));
      return decision.outcome;
    },
    account: (of = MEMBER) => {
      const account = book.accounts.get(of.id);
      if (account === undefined) throw new Error('there is no such account');
      return account;
    },
    hold: (key) => book.holds.get(idOf(key)),
  };
  return desk;
}

/** A desk where the member has these points, by their last day. */
export function deskWith(lots: Readonly<Record<string, bigint>>, now?: string): Desk {
  const desk = openDesk(now);
  for (const [day, points] of Object.entries(lots)) {
    desk.ask(`credit ${day}`, { kind: 'CREDIT', points, expiresOn: parseDay(day) });
  }
  desk.postings.length = 0;
  return desk;
}

/** Lots by their last day. */
export function lotsOf(lots: Readonly<Record<string, bigint>>): Lots {
  return Object.entries(lots).map(([day, points]) => ({ day: parseDay(day), points }));
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
