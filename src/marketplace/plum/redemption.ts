import { problemOf } from './problemOf.ts';
import type { PlumEndpoint } from './endpoint.ts';
import { requiredAmount, requiredId } from './plumBody.ts';
import { orderOf, redemptionKey } from './plumOrder.ts';
import { badInput, PlumProblem } from './plumProblem.ts';
import { UNKNOWN_MEMBER } from './spendablePoints.ts';

const MESSAGES = {
  PointsAccountNotFound: UNKNOWN_MEMBER,
  IdempotencyKeyConflict: 'This order was sent before with another member or amount. Nothing was changed.',
};

const PENDING = 'Whether the points are taken is not known yet. Send the order again to be told.';
const DECLINED = 'The loyalty system took no points for this order. Nothing was changed.';

/**
 * Takes the points of an order. The order is the key: sent again it is answered as the first time and takes nothing,
 * and a refusal for lack of points stays one. What else the storefront tells of the order is not looked at.
 */
export const redemption: PlumEndpoint = async ({ useCases }, { program, viewer }, body) => {
  const memberId = requiredId(body, 'unique_id');
  const order = orderOf(body);
  // An older form of the contract adds points by this request too: nobody who meant that may be charged.
  if (body.values['total_points_added'] != null) throw badInput('total_points_added is not supported.');
  const points = requiredAmount(body, 'total_points_redeemed');
  const result = await useCases.redeemPoints(
    viewer,
    { idempotencyKey: redemptionKey(order.id), memberId, programId: program.id, points, orderId: order.id },
    'plum',
  );
  if (!result.ok) throw problemOf(result.failure, MESSAGES);
  // Only of a program whose points live in a loyalty engine. The order must not be let through yet, or at all.
  if (result.value.status === 'PENDING') throw new PlumProblem(503, 'PENDING', PENDING);
  if (result.value.status === 'DECLINED') throw new PlumProblem(422, 'DECLINED', DECLINED);
  return { status: '1', message: 'Successfully updated', data: { [order.answerKey]: order.id } };
};
