import type { Database } from '../database/port.ts';
import { type Book, type Decision, enter } from './book.ts';
import { changesOf } from './changes.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import type { Outcome } from './outcome.ts';
import type { StoredRequest } from './posting.ts';
import { readBook } from './readBook.ts';
import { writeBatch } from './writeBatch.ts';

/** What came of one command of a batch; an error is the fault of that command alone. */
export type Answer = Outcome | Error;

export interface PostBatchOptions {
  readonly database: Database;
  /** The ledger's time for the database's. */
  readonly now: (databaseTime: Date) => Date;
  /** What the tries of this batch set out to store, by id. Any one may have committed without our hearing of it. */
  readonly tries: Map<string, StoredRequest>[];
}

/**
 * Does a batch of commands in one transaction, in their order, and answers after the commit. Every id is named once.
 *
 * At READ COMMITTED: the locks are taken first, by a statement of its own, and only then are balances, requests,
 * holds and awards read. So nothing that is decided upon can change before the commit but the requests and messages of
 * other accounts, where the primary key speaks: 23505, and the whole batch is to be tried again.
 */
export function postBatch(commands: readonly Command[], options: PostBatchOptions): Promise<Answer[]> {
  const { database, now, tries } = options;
  return database.transaction(async (sql) => {
    const { book, time: databaseTime } = await readBook(sql, commands);
    const time = now(databaseTime);
    const before = {
      accounts: new Map(book.accounts),
      holds: new Map(book.holds),
      awards: new Map(book.awards),
    };
    const decisions: Decision[] = [];
    const answers = commands.map((command): Answer => {
      const stored = book.requests.get(command.id);
      const isOwn = stored !== undefined && tries.some((attempted) => isSame(attempted.get(command.id), stored));
      const decision = decideAlone(book, command, time);
      if (decision instanceof Error) return decision;
      enter(book, decision);
      decisions.push(decision);
      return isOwn && 'replayed' in decision.outcome ? { ...decision.outcome, replayed: false } : decision.outcome;
    });
    const changes = changesOf(before, decisions);
    tries.push(new Map(changes.requests.map((request) => [request.id, request])));
    await writeBatch(sql, changes, time);
    return answers;
  });
}

/** Whether what is stored is what an earlier try of ours wrote: then its caller is answered for the first time. */
function isSame(attempt: StoredRequest | undefined, stored: StoredRequest): boolean {
  return attempt?.seq === stored.seq && attempt.recordedAt.getTime() === stored.recordedAt.getTime();
}

/** A command that cannot be decided is told so; its neighbors are decided all the same. */
function decideAlone(book: Book, command: Command, time: Date): Decision | Error {
  try {
    return decide(book, command, time);
  } catch (error) {
    return error instanceof Error ? error : new Error('A command could not be decided.', { cause: error });
  }
}
