import type { Account } from './account.ts';
import { type Book, type Decision, deliveryKey } from './book.ts';
import type { Command } from './command.ts';
import { award } from './decide/award.ts';
import { capture } from './decide/capture.ts';
import { changeStatus } from './decide/changeStatus.ts';
import { clear } from './decide/clear.ts';
import { credit } from './decide/credit.ts';
import { debit } from './decide/debit.ts';
import { expire } from './decide/expire.ts';
import { mirror } from './decide/mirror.ts';
import { placeHold } from './decide/placeHold.ts';
import { release } from './decide/release.ts';
import { answerAgain } from './decide/replay.ts';
import { reverse } from './decide/reverse.ts';
import { takeBack } from './decide/takeBack.ts';
import { ABSENT, CONFLICT, IDLE } from './decide/verdict.ts';
import { Draft } from './draft.ts';

/**
 * Decides one command: pure, total, and without a trace in the book, which `enter` writes.
 *
 * The first use of an id is decided and remembered, accepted or rejected; every later one is answered from memory,
 * whatever has become of the account. What moves no points, zero or less, is idle.
 *
 * An ACTIVE account does everything. A FROZEN one spends nothing new, so debits and new holds are refused, and loses
 * nothing: credits, awards and refunds come in, awards clear and are taken back, a hold from before the freeze is
 * captured or released, lots expire. A CLOSED one is over: everything is refused, a refund included.
 *
 * A command that a message asked for is a conflict when the message came with another body before. Otherwise its own
 * id decides as ever, and the message is remembered with what came of it, a replay's too.
 */
export function decide(book: Book, command: Command, now: Date): Decision {
  const { delivery } = command;
  if (delivery === undefined) return decideRequest(book, command, now);
  const known = book.deliveries.get(deliveryKey(delivery));
  if (known !== undefined && known !== delivery.bodyHash) return CONFLICT;
  const decision = decideRequest(book, command, now);
  return known === undefined && 'replayed' in decision.outcome ? { ...decision, delivery } : decision;
}

function decideRequest(book: Book, command: Command, now: Date): Decision {
  const stored = book.requests.get(command.id);
  if (stored !== undefined) return { outcome: answerAgain(stored, command) };
  const account = book.accounts.get(command.account.id) ?? opened(command, now);
  if (account === null) return ABSENT;
  if ('points' in command && command.points !== null && command.points <= 0n) return IDLE;
  const draft = new Draft(account, command.id, now, command.program.timeZone);
  switch (command.kind) {
    case 'CREDIT':
      return credit(draft, command);
    case 'DEBIT':
      return debit(draft, command);
    case 'HOLD':
      return placeHold(draft, command);
    case 'CAPTURE':
      return capture(draft, command, book);
    case 'RELEASE':
      return release(draft, command, book);
    case 'REVERSE':
      return reverse(draft, command, book);
    case 'EXPIRE':
      return expire(draft, command);
    case 'AWARD':
      return award(draft, command, book);
    case 'CLEAR':
      return clear(draft, command, book);
    case 'TAKE_BACK':
      return takeBack(draft, command, book);
    case 'MIRROR':
    case 'MIRROR_EARNING':
    case 'MIRROR_MOVEMENT':
      return mirror(draft, command);
    default:
      return changeStatus(draft, command);
  }
}

/** The account that a command opens for a member who has none; null: it opens none. */
function opened(command: Command, now: Date): Account | null {
  if (!opensAccount(command)) return null;
  const { programId, memberId, id, bucket } = command.account;
  return {
    programId,
    memberId,
    id,
    bucket,
    status: 'ACTIVE',
    balance: 0n,
    held: 0n,
    pending: 0n,
    debt: 0n,
    awards: 0n,
    lots: [],
    seq: 0n,
    openedAt: now,
    changedAt: now,
  };
}

function opensAccount({ kind, program }: Command): boolean {
  switch (kind) {
    case 'CREDIT':
    case 'AWARD':
      return program.opensAccounts;
    case 'MIRROR':
    case 'MIRROR_EARNING':
    case 'MIRROR_MOVEMENT':
      // An engine knows its members itself.
      return true;
    default:
      return false;
  }
}
