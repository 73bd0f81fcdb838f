import { z } from 'zod';

/** What an operator says about a Voucherify loyalty program. The descriptions are for them. */
export const voucherifySettings = z.strictObject({
  baseUrl: z
    .url()
    .default('https://api.voucherify.io')
    .describe('The address of your region: https://us1.api.voucherify.io, https://as1.api.voucherify.io or your own.'),
  appId: z.string().min(1).max(256).describe('Project settings → Application keys → Application ID.'),
  programId: z
    .string()
    .regex(/^lprg_[a-f0-9]+$/, 'A program id starts with lprg_.')
    .describe('The id of the loyalty program, from its page in the Loyalty hub. Sandbox and production differ.'),
  cardDefinitionId: z
    .string()
    .regex(/^lcdef_[a-f0-9]+$/, 'The id of a point wallet starts with lcdef_.')
    .optional()
    .describe('The point wallet to use. Needed where members of the program have more than one card.'),
  memberIs: z
    .enum(['customer_id', 'customer_source_id', 'member_id'])
    .default('customer_id')
    .describe(
      'What the id of a member is at Voucherify: a customer id (cust_…), the source id that you gave the customer, or a loyalty member id (lmbr_…).',
    ),
  settlesWithinSeconds: z
    .int()
    .min(60)
    .max(86_400)
    .default(900)
    .describe('How long after a call a transaction may still appear. A redemption that is not there by then is void.'),
});
export type VoucherifySettings = z.infer<typeof voucherifySettings>;

export const voucherifySecrets = z.strictObject({
  appToken: z.string().min(1).max(1024).describe('Project settings → Application keys → Secret key.'),
  webhookSecret: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('Project settings → Webhooks → Secret key. Without it no messages of Voucherify are taken in.'),
  previousWebhookSecret: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('The one before, while Voucherify changes over.'),
});
export type VoucherifySecrets = z.infer<typeof voucherifySecrets>;

/**
 * How an EngineHttp to Voucherify is to be opened. A 429 says how long it takes until "the next API request can be made"
 * (docs.voucherify.io/guides/limits): that one was not.
 */
export const voucherifyHttp = { name: 'Voucherify', notProcessed: [429] } as const;
