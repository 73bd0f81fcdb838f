import { z } from 'zod';
import { decimalText } from '../http/decimalText.ts';

const id = z.string().min(1).max(256);

/** Membership of the published OpenAPI (voucherifyio/voucherify-openapi, documentation/openapi/loyalties-v2.json). */
export const membershipSchema = z.object({
  member: z.object({ id, customer_id: id, program_id: id, status: z.enum(['ACTIVE', 'INACTIVE', 'DELETED']) }),
  program: z.object({ id, status: z.enum(['DRAFT', 'ACTIVE', 'INACTIVE', 'DELETED']) }),
  cards: z.array(
    z.object({
      card: z
        .object({
          id,
          card_definition_id: id,
          balance: z.object({ points: decimalText, pending_points: decimalText }),
        })
        .nullable(),
    }),
  ),
});

const total = z.object({ total: decimalText });

/** CardTransaction. A transaction is created PENDING and processed later. */
export const transactionSchema = z.object({
  id,
  card_id: id,
  member_id: id,
  type: z.string(),
  status: z.enum(['PENDING', 'PROCESSING', 'APPROVED', 'REJECTED']),
  created_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  details: z
    .object({
      reason: z.string().nullish(),
      rejection: z.object({ reason: z.string().nullish(), details: z.unknown() }).nullish(),
      points: total.nullish(),
      bucket: z.object({ points: total }).nullish(),
    })
    .nullable(),
});
export type CardTransaction = z.infer<typeof transactionSchema>;

export const adjustedSchema = z.object({
  status: z.enum(['TRANSACTION_CREATED', 'NO_CHANGE']),
  transaction: transactionSchema.nullable(),
});

export const transactionsSchema = z.object({
  data: z.array(transactionSchema),
  cursor: z.object({ next: id }).nullable(),
});

export const programSchema = z.object({ id, status: z.string() });

export const cardDefinitionSchema = z.object({
  id,
  status: z.string(),
  balance_settings: z.object({ allow_negative: z.boolean() }),
});

/** ErrorResponse. */
export const errorSchema = z.object({
  key: z.string().max(100),
  message: z.string().nullish(),
  details: z.string().nullish(),
  resource_type: z.string().nullish(),
});
