import { createHash } from 'node:crypto';
import { applyMessage } from './applyMessage.ts';
import type { InboxContext } from './inboxContext.ts';
import type { DeadLetter } from './inboxDesk.ts';

export interface TriedLetter {
  readonly letter: DeadLetter;
  /** The transaction that now is there, for which other letters may wait. */
  readonly recorded: string | null;
}

/**
 * Applies a letter again, with this body. The letter is counted first and settled last, and between them the
 * transaction's own id makes the effect happen once: who dies between the two leaves an open letter whose next try
 * finds the effect done. Null: somebody else is at it, or it is closed.
 *
 * Its delivery is the letter's own, one for each attempt: the sender's message is in the inbox already, and a mended
 * body is not what the sender's id stands for. No source's id has a colon.
 */
export async function tryLetter(
  { letters, useCases }: InboxContext,
  letter: DeadLetter,
  body: string,
  by: string,
): Promise<TriedLetter | null> {
  const claimed = await letters.claim(letter, body, by);
  if (claimed === null) return null;
  const delivery = {
    sourceId: `letter:${claimed.id}`,
    messageId: String(claimed.attempts),
    bodyHash: createHash('sha256').update(claimed.body).digest('hex'),
  };
  const application = await applyMessage(useCases, claimed, claimed.body, delivery);
  const isApplied = application.status === 'applied';
  return {
    letter: await letters.settle(claimed, isApplied ? null : application.complaint, by),
    recorded: isApplied ? application.recorded : null,
  };
}
