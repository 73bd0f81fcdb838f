import { z } from 'zod';
import * as wire from './wire.ts';

const envelope = { timestamp: wire.time.describe('When it happened.') };

/** What an engine tells of its own accord: { type, timestamp, data }, by Standard Webhooks. */
export const pointsMoved = z.object({
  type: z.literal('points.moved'),
  ...envelope,
  data: z.object({
    member: wire.member,
    engineReference: wire.id.describe("The engine's own name for the movement, as in /history."),
    reference: wire.id.nullable().optional().describe('Ours, where it was a call of ours.'),
    points: wire.signedPoints,
    occurredAt: wire.time,
    message: wire.message.nullable().optional(),
  }),
});

export const redemptionSettled = z.object({
  type: z.literal('redemption.settled'),
  ...envelope,
  data: z.object({ reference: wire.id.describe('Of the debit or the reversal that is decided. It is looked up.') }),
});

export const earningAwarded = z.object({
  type: z.literal('earning.awarded'),
  ...envelope,
  data: z.object({
    reference: wire.id.describe("The earning's."),
    member: wire.member,
    points: wire.points.nullable().describe('What was awarded; null: it is not told.'),
    engineReference: wire.engineReference,
  }),
});

export const balanceChanged = z.object({
  type: z.literal('balance.changed'),
  ...envelope,
  data: z.object({ member: wire.member }),
});

export const engineMessage = z.discriminatedUnion('type', [
  pointsMoved,
  redemptionSettled,
  earningAwarded,
  balanceChanged,
]);
export type SignedEngineMessage = z.output<typeof engineMessage>;
