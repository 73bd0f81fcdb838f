import { z } from 'zod';

/** The bodies of the contract. docs/openapi/engine-webhook.json is made of these: see openapiDocument. */

export const id = z.string().min(1).max(256);
export const points = z
  .string()
  .regex(/^\d{1,16}(\.\d{1,6})?$/)
  .describe('Points as an exact decimal in a text: "348.5".');
export const signedPoints = z
  .string()
  .regex(/^-?\d{1,16}(\.\d{1,6})?$/)
  .describe('Points as an exact decimal in a text, with its sign: "-348.5".');
export const time = z.iso.datetime().describe('UTC, as 2026-03-01T12:00:00.000Z.');
export const message = z.string().max(1000).describe('For people: why, without secrets.');
export const member = id.describe('The member, by the id that the engine knows them by.');
const reference = id.describe('Ours, and the identity of the call: the same on every attempt.');
export const engineReference = id.nullable().optional().describe("The engine's own name for it.");

export const refusalReason = z.enum([
  'INSUFFICIENT_POINTS',
  'MEMBER_UNKNOWN',
  'MEMBER_NOT_ACTIVE',
  'NOT_REVERSIBLE',
  'ALREADY_REVERSED',
  'REFERENCE_CONFLICT',
  'REFUSED',
]);

const refused = z.object({
  status: z.literal('REFUSED'),
  reference: id,
  reason: refusalReason.describe('REFERENCE_CONFLICT: the reference was used for something else.'),
  message: message.optional(),
});
const done = z.object({ status: z.literal('DONE'), reference: id, engineReference });
const accepted = z.object({ status: z.literal('ACCEPTED'), reference: id, engineReference });

export const balancesRequest = z.strictObject({ members: z.array(member).min(1).max(500) });
export const balancesAnswer = z.object({
  balances: z.array(z.object({ member, available: signedPoints, pending: signedPoints.optional() })),
  unknownMembers: z.array(member).describe('Whom the engine does not know. Everybody asked for is here or there.'),
});

export const debitRequest = z.strictObject({
  reference,
  member,
  points,
  orderId: id.nullable(),
  rewardId: id.nullable(),
});
export const debitAnswer = z.discriminatedUnion('status', [done, accepted, refused]);

export const lookupRequest = z.strictObject({ reference, member });
export const lookupAnswer = z.discriminatedUnion('status', [
  done,
  z.object({ status: z.literal('PENDING'), reference: id }),
  refused,
  z.object({ status: z.literal('ABSENT'), reference: id }).describe('The engine never heard of this debit.'),
]);

export const reversalRequest = z.strictObject({
  reference,
  debitReference: id.describe("The debit's reference."),
  member,
  points: points.describe('How much to give back.'),
  debited: points.describe('What the debit took.'),
});
export const reversalAnswer = z.discriminatedUnion('status', [done, refused]);

export const earningRequest = z.strictObject({
  reference,
  member,
  transactionId: id.describe(
    "The marketplace's id of the transaction, for people: what identifies it is the reference.",
  ),
  kind: z.enum(['PURCHASE', 'MILESTONE', 'RECOGNITION']),
  amount: z.strictObject({ amount: signedPoints, currencyCode: z.string().length(3) }).nullable(),
  category: z.string().nullable(),
  merchantId: z.string().nullable(),
  occurredAt: time,
});
export const earningAnswer = z.discriminatedUnion('status', [
  done.extend({ points: points.nullable().describe('What was awarded; null: it comes later.') }),
  refused,
]);

export const historyRequest = z.strictObject({
  member,
  from: time.describe('The first moment.'),
  to: time.describe('The moment after the last one.'),
  cursor: z.string().max(1000).nullable().describe('Of the page before; null: the first page.'),
});
export const historyAnswer = z.object({
  member,
  movements: z.array(
    z.object({
      engineReference: id,
      reference: id.nullable().describe('Ours, where it was a call of ours.'),
      points: signedPoints,
      occurredAt: time,
      message: message.nullable().optional(),
    }),
  ),
  next: z.string().max(1000).nullable().describe('The cursor of the next page; null: this was the last one.'),
});
