import { type Book, emptyBook, enter } from '../../src/ledger/book.ts';
import { clearAward } from '../../src/ledger/clearAward.ts';
import { countersOf } from '../../src/ledger/countersOf.ts';
import { decide } from '../../src/ledger/decide.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { nextExpiry, totalOf } from '../../src/ledger/lots.ts';
import { earningPosition, movementOf } from '../../src/ledger/movementOf.ts';
import type { Movement } from '../../src/ledger/movements.ts';

/** The ledger's own decisions on a book in memory, and a count of what was asked of it. */
export interface MemoryLedger extends Pick<Ledger, 'post' | 'accounts' | 'movements' | 'counters' | 'clearDueAwards'> {
  readonly book: Book;
  readonly asked: { posts: number; reads: number };
}

export function memoryLedger(now: () => Date = () => new Date()): MemoryLedger & Ledger {
  const book = emptyBook();
  const asked = { posts: 0, reads: 0 };
  return {
    book,
    asked,
    async post(command) {
      asked.posts += 1;
      const decision = decide(book, command, now());
      enter(book, decision);
      return decision.outcome;
    },
    async accounts(refs) {
      asked.reads += 1;
      return refs.map(({ id }) => {
        const account = book.accounts.get(id);
        return account === undefined ? null : { ...account, nextExpiry: nextExpiry(account.lots) };
      });
    },
    async movements(ids) {
      asked.reads += 1;
      return ids.map((id) => movement(book, id));
    },
    async counters(queries) {
      asked.reads += 1;
      return queries.map(({ account, ranges }) => countersOf(book, { account, reads: ranges }));
    },
    async clearDueAwards(programs) {
      let cleared = 0;
      for (const { id, account } of book.awards.values()) {
        const of = book.accounts.get(account.id);
        const program = programs.find((one) => one.id === of?.programId);
        if (of === undefined || program === undefined) continue;
        const decision = decide(book, { ...clearAward(of, program, id), ifDue: true }, now());
        enter(book, decision);
        if (decision.outcome.status === 'accepted' && !decision.outcome.replayed) cleared += 1;
      }
      return cleared;
    },
    accountsOfMembers: unused,
    balancesAt: unused,
    entryPages: unused,
    entries: unused,
    movementPages: unused,
    activity: unused,
    liability: unused,
    expireLots: unused,
    releaseDueHolds: unused,
    close: async () => {},
  };
}

function unused(): never {
  throw new Error('not in memory');
}

function movement(book: Book, id: string): Movement | null {
  const request = book.requests.get(id);
  if (request === undefined || request.rejection !== null) return null;
  if (!['CREDIT', 'DEBIT', 'CAPTURE', 'AWARD'].includes(request.kind)) return null;
  const account = book.accounts.get(request.account.id);
  if (account === undefined) return null;
  const { fingerprint: _, rejection: __, ...receipt } = request;
  const award = book.awards.get(id) ?? null;
  if (award === null) {
    const made = movementOf(receipt, account);
    return { ...made, reversed: totalOf(book.reversibles.get(id)?.reversedLots ?? []) };
  }
  return {
    ...receipt,
    seq: award.seq,
    position: earningPosition(award.afterSeq, award.number),
    award,
    programId: account.programId,
    memberId: account.memberId,
    reversed: award.reversed,
    effectiveAt: award.effectiveAt,
  };
}
