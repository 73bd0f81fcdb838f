import { createHash } from 'node:crypto';
import type { Delivery } from '../ledger/command.ts';
import { applyMessage, type Sender } from './applyMessage.ts';
import { letterId } from './deadLetters.ts';
import type { InboxContext } from './inboxContext.ts';
import { areRecorded, replayWaitingFor } from './replayWaiting.ts';
import { storableText } from './storableText.ts';

/** A message whose signature holds. */
export interface ReceivedMessage extends Sender {
  readonly messageId: string;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

/** What was done with it. */
export type Reception =
  /** It has its effect; a copy that came at the same time may hear so too. */
  | { readonly status: 'applied' }
  /** It was dealt with before. */
  | { readonly status: 'duplicate' }
  /** Its id came with another body before: nothing was done. */
  | { readonly status: 'ignored' }
  /** It is kept and waits, for a person or for the transaction that it came before. */
  | { readonly status: 'kept'; readonly reasonCode: string; readonly reason: string };

/**
 * Takes one verified message in. Whoever dies here at any line loses nothing, as the sender has no answer yet:
 * before the effect, the next attempt begins anew; the effect and the inbox row commit together, and behind them the
 * next attempt is answered from the ledger's memory; a refusal that the ledger stored with the inbox row is told again,
 * until its letter is there. A letter and its inbox row commit together too.
 *
 * Throws LedgerUnavailable or DatabaseUnavailable when the outcome is unknown: the sender repeats it.
 */
export async function receiveMessage(context: InboxContext, message: ReceivedMessage): Promise<Reception> {
  const { sourceId, messageId, programId, receivedAt } = message;
  const bodyHash = createHash('sha256').update(message.body).digest('hex');
  const delivery: Delivery = { sourceId, messageId, bodyHash };
  const known = await context.letters.known(delivery);
  if (known !== null && known.bodyHash !== bodyHash) return ignore(context, message);
  if (known?.hasLetter === true) return { status: 'duplicate' };

  const body = storableText(message.body);
  const application = await applyMessage(context.useCases, message, body, delivery);
  if (application.status === 'applied') {
    // What does not go well here is left to replayWaiting: this message has its effect.
    if (application.recorded !== null) {
      await replayWaitingFor(context, programId, application.recorded).catch(() => {});
    }
    return { status: known === null ? 'applied' : 'duplicate' };
  }

  const { complaint } = application;
  const kept = await context.letters.keep(delivery, { ...complaint, programId, body, receivedAt });
  if (kept === 'reused') return ignore(context, message);
  if (kept === 'known') return { status: 'duplicate' };
  const { waitsFor, reasonCode, reason } = complaint;
  if (waitsFor !== null && (await hasComeMeanwhile(context, delivery, { programId, waitsFor }))) {
    return { status: 'applied' };
  }
  return { status: 'kept', reasonCode, reason };
}

/**
 * Its transaction may have come between the refusal and the letter, and found no letter to replay. It looks for letters
 * after its commit, and this looks for it after the letter's: one of the two sees the other.
 */
async function hasComeMeanwhile(
  context: InboxContext,
  delivery: Delivery,
  waited: { readonly programId: string; readonly waitsFor: string },
): Promise<boolean> {
  try {
    const [isRecorded] = await areRecorded(context, [waited]);
    if (isRecorded !== true) return false;
    await replayWaitingFor(context, waited.programId, waited.waitsFor);
    return (await context.letters.find(letterId(delivery)))?.state === 'REPLAYED';
  } catch {
    // The message is kept: replayWaiting does what is left.
    return false;
  }
}

async function ignore({ events }: InboxContext, message: ReceivedMessage): Promise<Reception> {
  const { sourceId, programId, messageId } = message;
  await events.add({ kind: 'MESSAGE_ID_REUSED', programId, subject: sourceId, details: { messageId } });
  return { status: 'ignored' };
}
