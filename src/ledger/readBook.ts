import type { Sql } from '../database/port.ts';
import { bookCounters } from './bookCounters.ts';
import type { Book } from './book.ts';
import type { Command } from './command.ts';
import { readDeliveries } from './deliveries.ts';
import { lockAccounts } from './lockAccounts.ts';
import { readAwards } from './readAwards.ts';
import { readHolds } from './readHolds.ts';
import { readRequests } from './readRequests.ts';
import { readReversibles } from './readReversibles.ts';

const NO_AWARDS = new Map<string, never>();

/**
 * Locks the accounts and counters that the commands name and reads what deciding them needs, and nothing else. The
 * statements leave together and run one after the other, each with a snapshot of its own: the reads see whatever
 * committed while the locks were waited for. Only what taking back gives to has to be asked of the awards first.
 */
export async function readBook(sql: Sql, commands: readonly Command[]): Promise<{ book: Book; time: Date }> {
  const refs = new Map(commands.map(({ account }) => [account.id, account]));
  const holds = commands.filter((command) => command.kind === 'CAPTURE' || command.kind === 'RELEASE');
  const reversed = commands.filter((command) => command.kind === 'REVERSE');
  const awarded = commands.filter((command) => command.kind === 'CLEAR' || command.kind === 'TAKE_BACK');
  const first = Promise.all([lockAccounts(sql, [...refs.values()]), readAwards(sql, awarded)]);
  const isTakingBack = awarded.some((command) => command.kind === 'TAKE_BACK');
  const known = isTakingBack ? (await first)[1] : NO_AWARDS;
  const [[accounts, awards], counters, stored, heldBy, reversibles, deliveries] = await Promise.all([
    first,
    bookCounters(sql, commands, known),
    readRequests(
      sql,
      commands.map((command) => command.id),
    ),
    readHolds(sql, holds),
    readReversibles(
      sql,
      reversed.map((command) => command.targetId),
    ),
    readDeliveries(sql, commands),
  ]);
  const { requests, time } = stored;
  return { book: { accounts, requests, holds: heldBy, reversibles, awards, counters, deliveries }, time };
}
