/** What a receiver can be told of. A change of points is told by one event at least, so that a balance can be kept. */
export const EVENT_TYPES = [
  'points.earned',
  'points.redeemed',
  'points.expiring',
  'points.expired',
  'points.adjusted',
  'earning.reversed',
  'redemption.settled',
  'redemption.reversed',
  'tier.changed',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Of a delivery that an operator asked for, to see whether they arrive. Nobody subscribes to it. */
export const TEST_EVENT = 'endpoint.tested';
