import type { Command } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import type { StoredRequest } from '../posting.ts';
import { receiptOf } from './verdict.ts';

/** What a used id answers: the outcome of then, or a conflict if it was used for anything else. */
export function answerAgain(stored: StoredRequest, command: Command): Outcome {
  const isSame =
    stored.fingerprint === command.fingerprint &&
    stored.kind === command.kind &&
    stored.account.id === command.account.id;
  if (!isSame) return { status: 'conflict' };
  if (stored.rejection !== null) return { status: 'rejected', rejection: stored.rejection, replayed: true };
  return { status: 'accepted', receipt: receiptOf(stored), replayed: true };
}
