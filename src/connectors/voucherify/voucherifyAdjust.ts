import type { DecimalText } from '../../ledger/points.ts';
import type { CallOutcome, Debited } from '../loyaltyConnector.ts';
import { rejectionOf } from './rejectionOf.ts';
import { callVoucherify, type VoucherifyContext } from './voucherifyCall.ts';
import type { VoucherifyCard } from './voucherifyCard.ts';
import { adjustedSchema } from './voucherifySchemas.ts';

/**
 * Adds points to a card, or takes them. The transaction is created PENDING, so what is done is that it was accepted. A
 * second call creates a second transaction: never repeated.
 */
export async function adjust(
  context: VoucherifyContext,
  card: VoucherifyCard,
  points: DecimalText,
  reason: string,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const body = { points: Number(points), reason };
  const request = { method: 'POST', path: `${card.path}/points`, body, answerSchema: adjustedSchema } as const;
  const said = await callVoucherify(context, request, signal);
  if (said.status === 'notSent') return { status: 'notSent', words: said.words, retryAfter: said.retryAfter };
  if (said.status === 'failed' && said.reason !== null) {
    return { status: 'refused', reason: said.reason, words: said.words };
  }
  if (said.status !== 'said') return { status: 'unknown', words: said.words };
  const { transaction } = said.answer;
  const isOurs =
    transaction?.details?.reason === reason &&
    transaction.card_id === card.cardId &&
    transaction.member_id === card.memberId;
  if (!isOurs)
    return { status: 'unknown', words: 'Voucherify answered with another transaction than the one asked for.' };
  if (transaction.status === 'REJECTED') return { status: 'refused', ...rejectionOf(context, transaction) };
  if (transaction.status !== 'APPROVED') return { status: 'accepted', engineReference: transaction.id };
  return { status: 'done', value: { engineReference: transaction.id } };
}
