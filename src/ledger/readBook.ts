import type { Sql } from '../database/port.ts';
import type { Book } from './book.ts';
import type { Command } from './command.ts';
import { lockAccounts } from './lockAccounts.ts';
import { readHolds } from './readHolds.ts';
import { readRequests } from './readRequests.ts';
import { readReversibles } from './readReversibles.ts';

/**
 * Locks the accounts that the commands name and reads what deciding them needs. The statements leave together and run
 * one after the other, each with a snapshot of its own: the reads see whatever committed while the locks were waited
 * for.
 */
export async function readBook(sql: Sql, commands: readonly Command[]): Promise<{ book: Book; time: Date }> {
  const refs = new Map(commands.map(({ account }) => [account.id, account]));
  const holds = commands.filter((command) => command.kind === 'CAPTURE' || command.kind === 'RELEASE');
  const targets = commands.filter((command) => command.kind === 'REVERSE');
  const [accounts, stored, heldBy, reversibles] = await Promise.all([
    lockAccounts(sql, [...refs.values()]),
    readRequests(
      sql,
      commands.map((command) => command.id),
    ),
    readHolds(sql, holds),
    readReversibles(
      sql,
      targets.map((command) => command.targetId),
    ),
  ]);
  return { book: { accounts, requests: stored.requests, holds: heldBy, reversibles }, time: stored.time };
}
