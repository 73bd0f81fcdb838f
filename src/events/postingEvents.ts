import { formatMinor } from '../ledger/points.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import type { EventData, PointsEvent } from './event.ts';
import type { EventType } from './eventTypes.ts';
import type { DeclinedRedemption, NewPosting } from './publishing.ts';

/** What a posting tells: one event that has the balance after it, and of a redemption that it is settled. */
export function postingEvents(posting: NewPosting, decimals: number): PointsEvent[] {
  const { accountId, seq, amount, balanceAfter, effectiveAt, requestId, targetId, details } = posting;
  const moved: EventData = {
    accountId,
    entryId: `${accountId}.${seq}`,
    points: formatMinor(amount, decimals),
    balanceAfter: formatMinor(balanceAfter, decimals),
    occurredAt: effectiveAt.toISOString(),
  };
  const event = (type: EventType, data: EventData): PointsEvent => ({
    id: stableUuid('event', type, accountId, seq.toString()),
    type,
    programId: posting.programId,
    memberId: posting.memberId,
    at: posting.recordedAt,
    data,
  });
  switch (posting.kind) {
    case 'EARN':
      return [event('points.earned', { ...moved, ...earningOf(posting) })];
    case 'REDEEM': {
      const redemption = { redemptionId: requestId, ...rewardOf(details) };
      const points = formatMinor(-amount, decimals);
      return [
        event('points.redeemed', { ...moved, ...redemption }),
        event('redemption.settled', { accountId, ...redemption, points, status: 'COMPLETED', declineReason: null }),
      ];
    }
    case 'REVERSE':
      // What is given back comes from a redemption; what is taken, from an earning.
      return amount > 0n
        ? [event('redemption.reversed', { ...moved, redemptionId: targetId, ...rewardOf(posting.targetDetails) })]
        : [event('earning.reversed', { ...moved, ...earningOf(posting) })];
    case 'EXPIRE':
      return [event('points.expired', moved)];
    default:
      return [event('points.adjusted', moved)];
  }
}

/** What cleared or took back an earning names it; what paid a debt stands in the earning's own request. */
function earningOf({ requestId, targetId, transactionId, details }: NewPosting): EventData {
  return { earningId: targetId ?? requestId, transactionId: transactionId ?? details['transactionId'] ?? null };
}

function rewardOf(details: Readonly<Record<string, string>>): EventData {
  return { rewardId: details['rewardId'] ?? null, orderId: details['orderId'] ?? null };
}

/** An engine's redemption that came to nothing. */
export function declinedEvent(redemption: DeclinedRedemption, decimals: number): PointsEvent {
  const { id, accountId, points, rewardId, orderId, declineReason } = redemption;
  return {
    id: stableUuid('event', 'redemption.settled', id),
    type: 'redemption.settled',
    programId: redemption.programId,
    memberId: redemption.memberId,
    at: redemption.settledAt,
    data: {
      accountId,
      redemptionId: id,
      rewardId,
      orderId,
      points: formatMinor(points, decimals),
      status: 'DECLINED',
      declineReason,
    },
  };
}
