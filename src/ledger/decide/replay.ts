import type { Command } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import type { StoredRequest } from '../posting.ts';

/** What a used id answers: the outcome of then, or a conflict if it was used for anything else. */
export function answerAgain(stored: StoredRequest, command: Command): Outcome {
  const { fingerprint, rejection, ...receipt } = stored;
  const isSame =
    fingerprint === command.fingerprint && stored.kind === command.kind && stored.account.id === command.account.id;
  if (!isSame) return { status: 'conflict' };
  if (rejection !== null) return { status: 'rejected', rejection, replayed: true };
  return { status: 'accepted', receipt, replayed: true };
}
