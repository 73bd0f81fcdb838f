import { requestId } from '../../ledger/requestId.ts';
import { stableUuid } from '../../ledger/stableUuid.ts';
import { optionalId, type PlumBody } from './plumBody.ts';
import { badInput } from './plumProblem.ts';

/** The order that a request is about, and the key under which the storefront wants to read it back. */
export interface PlumOrder {
  readonly id: string;
  readonly answerKey: 'order_id' | 'transaction_id';
}

/** The order of a body, by whichever of its two names: `order_id`, or `transactionid` as other pages have it. */
export function orderOf(body: PlumBody): PlumOrder {
  const orderId = optionalId(body, 'order_id');
  const transactionId = optionalId(body, 'transactionid');
  if (orderId !== null && transactionId !== null && orderId !== transactionId) {
    throw badInput('order_id and transactionid name two orders; send one of them.');
  }
  if (orderId !== null) return { id: orderId, answerKey: 'order_id' };
  if (transactionId !== null) return { id: transactionId, answerKey: 'transaction_id' };
  throw badInput('order_id is missing.');
}

/** The key of an order's redemption. The prefix keeps an order from being called like a refund's key. */
export function redemptionKey(orderId: string): string {
  return `order:${orderId}`;
}

/** The id of an order's redemption, whether it was redeemed or not. */
export function redemptionIdOf(programId: string, orderId: string): string {
  return requestId(programId, 'plum', redemptionKey(orderId));
}

/**
 * The key of a refund. The contract names no identity of a refund and expects that it can be sent again, so:
 *
 * - with a `refund_id` in the body, that is its identity within the order;
 * - without one, the order and the amount are. A refund that is sent again, after a time-out or a week, then never
 *   gives twice, and partial refunds of different amounts follow each other freely.
 *
 * The price: two refunds of one order with the same amount and no `refund_id` count once. The two readings of such a
 * repeat cannot be told apart on the wire, and of the two mistakes this one can be put right afterwards, by sending
 * the second one with a `refund_id`, while points that were given twice may be spent. No clock decides: a rule like
 * "the same within an hour" would give twice exactly when a retry is late.
 */
export function refundKey(orderId: string, refund: { readonly id: string } | { readonly amount: string }): string {
  const parts = 'id' in refund ? ['id', refund.id] : ['amount', refund.amount];
  return `refund:${stableUuid(orderId, ...parts)}`;
}
