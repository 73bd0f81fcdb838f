import { z, type ZodType } from 'zod';
import type { RefusalReason } from '../loyaltyConnector.ts';

/** A failure in Loyalife's envelope, which comes with a 200 as well as with a 400. "IsSucessful" is how it is spelled. */
export const failureEnvelope = z.object({
  results: z.object({
    IsSucessful: z.literal(false),
    ErrorCode: z.string().max(20),
    ExceptionMessage: z.string().nullish(),
  }),
});

/** A success whose payload is this. A success with a code other than 000 contradicts itself and is not understood. */
export function successEnvelope<Value>(value: ZodType<Value>) {
  return z.object({
    results: z.object({
      IsSucessful: z.literal(true),
      ErrorCode: z.literal('000'),
      ReturnObject: value,
      Count: z.int().nonnegative().nullish(),
    }),
  });
}

/**
 * The codes of the pages "Response Format", "Redeem Points" and "Insert Transaction" (help-loyalife.xoxoday.com) that
 * say for certain that nothing was done. 997, an exception, and 201, an award that failed half-way, do not.
 */
export const DOCUMENTED_REASONS: Readonly<Record<string, RefusalReason>> = {
  '006': 'REFUSED',
  '103': 'MEMBER_UNKNOWN',
  '107': 'MEMBER_NOT_ACTIVE',
  '113': 'MEMBER_NOT_ACTIVE',
  '114': 'MEMBER_NOT_ACTIVE',
  '120': 'REFUSED',
  '208': 'REFUSED',
  '998': 'REFUSED',
  '999': 'REFUSED',
};
