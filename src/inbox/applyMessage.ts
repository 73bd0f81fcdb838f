import type { Viewer } from '../access/viewer.ts';
import { BadInput } from '../failure/failure.ts';
import type { Delivery } from '../ledger/command.ts';
import type { ClearEarningResult, RecordTransactionResult, ReverseEarningResult } from '../earning/earningUseCases.ts';
import type { Complaint } from './deadLetters.ts';
import type { InboxContext } from './inboxContext.ts';
import type { Message } from './messages.ts';
import { readMessage } from './readMessage.ts';

/** Whose message it is. */
export interface Sender {
  readonly sourceId: string;
  readonly programId: string;
}

/** What came of a message: it has its effect, or it waits. */
export type Application =
  /** recorded: the transaction that now is there, for which other messages may wait. */
  | { readonly status: 'applied'; readonly recorded: string | null }
  | { readonly status: 'refused'; readonly complaint: Complaint };

/**
 * Does what a message asks for, as its source, in its one program. The transaction's and the reversal's own ids make
 * it happen once, whatever brings the message here again. Throws what says nothing about the message: LedgerUnavailable
 * and faults of ours.
 */
export async function applyMessage(
  useCases: InboxContext['useCases'],
  sender: Sender,
  body: string,
  delivery: Delivery,
): Promise<Application> {
  const reading = readMessage(body);
  if (reading.status === 'unknown') {
    const reason = `Nobody here knows messages of the type "${reading.type}".`;
    return refused(reading.type, 'UnknownType', reason, 'UNKNOWN_TYPE');
  }
  if (reading.status === 'bad') return refused(reading.type, 'BadInput', reading.reason);
  const { message } = reading;
  try {
    const result = await ask(useCases, sender, message, delivery);
    if (result.ok) {
      return {
        status: 'applied',
        recorded: message.type === 'transaction.recorded' ? message.data.transactionId : null,
      };
    }
    const { type: code, message: reason } = result.failure;
    return refused(message.type, code, reason, 'OPEN', code === 'EarningNotFound' ? message.data.transactionId : null);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return refused(message.type, 'BadInput', error.message.replace(/^input\./, 'data.'));
  }
}

function ask(
  { recordTransaction, reverseEarning, clearEarning }: InboxContext['useCases'],
  { sourceId, programId }: Sender,
  { type, data }: Message,
  delivery: Delivery,
): Promise<RecordTransactionResult | ReverseEarningResult | ClearEarningResult> {
  const viewer = viewerOf(sourceId, programId);
  const { transactionId } = data;
  switch (type) {
    case 'transaction.recorded': {
      const { amount, rewardValue, occurredAt, ...rest } = data;
      const input = { ...rest, programId, amount: amount ?? rewardValue ?? null, occurredAt: new Date(occurredAt) };
      return recordTransaction(viewer, input, delivery);
    }
    case 'transaction.reversed': {
      const { reversalId: idempotencyKey, amount, reason } = data;
      const input = { idempotencyKey, earning: { programId, transactionId }, amount, reason };
      return reverseEarning(viewer, input, delivery);
    }
    default:
      return clearEarning(viewer, { programId, transactionId }, delivery);
  }
}

/** A source earns for every member of its one program, and does nothing else. */
function viewerOf(sourceId: string, programId: string): Viewer {
  return {
    subject: `webhook:${sourceId}`,
    scopes: new Set(['points:earn']),
    programs: new Set([programId]),
    memberId: null,
  };
}

function refused(
  type: string,
  reasonCode: string,
  reason: string,
  state: Complaint['state'] = 'OPEN',
  waitsFor: string | null = null,
): Application {
  return { status: 'refused', complaint: { type, state, reasonCode, reason, waitsFor } };
}
