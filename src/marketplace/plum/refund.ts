import { checkAmount } from '../../failure/checkAmount.ts';
import { redemptionNotFound } from '../../failure/refusals.ts';
import { formatMinor } from '../../ledger/points.ts';
import { requestId } from '../../ledger/requestId.ts';
import { problemOf } from './problemOf.ts';
import type { PlumEndpoint, StorefrontServices } from './endpoint.ts';
import { optionalId, requiredAmount, requiredId } from './plumBody.ts';
import { orderOf, redemptionIdOf, refundKey } from './plumOrder.ts';
import { PlumProblem } from './plumProblem.ts';

const MESSAGES = {
  RedemptionNotFound: 'There is no such order of this member.',
  IdempotencyKeyConflict: 'This refund_id was sent before with another amount. Nothing was changed.',
};

const PENDING = 'Whether the points are back is not known yet. Send the refund again to be told.';

/**
 * Gives back all or part of an order's points, never more than it took. Which refund is a repeat of which:
 * see refundKey. A repeat is answered as the first time and gives nothing.
 */
export const refund: PlumEndpoint = async (services, { program, viewer }, body) => {
  const memberId = requiredId(body, 'unique_id');
  const order = orderOf(body);
  const refundId = optionalId(body, 'refund_id');
  const points = checkAmount('redemption_amount', requiredAmount(body, 'redemption_amount'), program);
  if (typeof points !== 'bigint') throw problemOf(points.failure);
  const amount = formatMinor(points, program.decimals);

  const redemptionId = redemptionIdOf(program.id, order.id);
  const redeemed = await redeemedBy(services, redemptionId);
  if (redeemed?.memberId !== memberId) throw problemOf(redemptionNotFound().failure, MESSAGES);
  const idempotencyKey = refundKey(order.id, refundId === null ? { amount } : { id: refundId });
  const result = await services.useCases.reverseRedemption(
    viewer,
    { idempotencyKey, redemptionId, points: amount },
    'plum',
  );
  if (!result.ok) throw problemOf(result.failure, MESSAGES);
  const isThroughEngine = result.value.engineReference !== undefined;
  if (isThroughEngine && (await isPending(services, requestId(program.id, 'plum', idempotencyKey)))) {
    throw new PlumProblem(503, 'PENDING', PENDING);
  }
  return { status: '1', message: 'Successfully updated', data: { [order.answerKey]: order.id, points: amount } };
};

/** Whose order it was: our ledger knows its own, and of an engine's what was settled and written down by now. */
async function redeemedBy(
  { ledger, engineRedeeming }: StorefrontServices,
  id: string,
): Promise<{ readonly memberId: string } | null> {
  const [movement] = await ledger.movements([id]);
  if (movement != null || engineRedeeming === undefined) return movement ?? null;
  const [row] = await engineRedeeming.redemptions.find([id]);
  return row ?? null;
}

/** Whether an engine was asked to give the points back and has not said that it did: it may still refuse. */
async function isPending({ engineRedeeming }: StorefrontServices, reversalId: string): Promise<boolean> {
  if (engineRedeeming === undefined) return false;
  const [row] = await engineRedeeming.reversals.find([reversalId]);
  return row != null && row.state !== 'CAPTURED';
}
