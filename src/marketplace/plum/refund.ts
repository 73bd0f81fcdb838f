import { checkAmount } from '../../failure/checkAmount.ts';
import { redemptionNotFound } from '../../failure/refusals.ts';
import { formatMinor } from '../../ledger/points.ts';
import { problemOf } from './problemOf.ts';
import type { PlumEndpoint } from './endpoint.ts';
import { optionalId, requiredAmount, requiredId } from './plumBody.ts';
import { orderOf, redemptionIdOf, refundKey } from './plumOrder.ts';

const MESSAGES = {
  RedemptionNotFound: 'There is no such order of this member.',
  IdempotencyKeyConflict: 'This refund_id was sent before with another amount. Nothing was changed.',
};

/**
 * Gives back all or part of an order's points, never more than it took. Which refund is a repeat of which:
 * see refundKey. A repeat is answered as the first time and gives nothing.
 */
export const refund: PlumEndpoint = async ({ ledger, useCases }, { program, viewer }, body) => {
  const memberId = requiredId(body, 'unique_id');
  const order = orderOf(body);
  const refundId = optionalId(body, 'refund_id');
  const points = checkAmount('redemption_amount', requiredAmount(body, 'redemption_amount'), program);
  if (typeof points !== 'bigint') throw problemOf(points.failure);
  const amount = formatMinor(points, program.decimals);

  const redemptionId = redemptionIdOf(program.id, order.id);
  const [redeemed] = await ledger.movements([redemptionId]);
  if (redeemed?.memberId !== memberId) throw problemOf(redemptionNotFound().failure, MESSAGES);
  const idempotencyKey = refundKey(order.id, refundId === null ? { amount } : { id: refundId });
  const result = await useCases.reverseRedemption(viewer, { idempotencyKey, redemptionId, points: amount }, 'plum');
  if (!result.ok) throw problemOf(result.failure, MESSAGES);
  return { status: '1', message: 'Successfully updated', data: { [order.answerKey]: order.id, points: amount } };
};
