import { z } from 'zod';
import { webhookKey } from './standardWebhook.ts';

const DAY = 86_400_000;

function isPublicKey(text: string): boolean {
  const base64 = text.startsWith('whpk_') ? text.slice('whpk_'.length) : '';
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === base64;
}

/** An engine that implements docs/openapi/engine-webhook.json, as far as it wants to. */
export const signedWebhookSettings = z.strictObject({
  baseUrl: z.url().describe('Where the paths of the contract begin: https://engine.example.com/points'),
  certainty: z
    .enum(['resend', 'lookup', 'cancel'])
    .default('resend')
    .describe(
      'What the engine promises of a debit whose answer was lost. resend: it takes a reference once. lookup: it tells what became of a reference. cancel: a reversal of a reference that it does not know makes it refuse that debit for ever.',
    ),
  settlesWithin: z
    .int()
    .min(0)
    .max(DAY)
    .default(60_000)
    .describe('Of lookup: milliseconds after which a debit that was taken is found.'),
  isAsynchronous: z.boolean().default(false).describe('Whether a debit may be answered by ACCEPTED and looked up.'),
  reversals: z.enum(['partial', 'full', 'none']).default('partial'),
  earnings: z
    .enum(['told', 'blind', 'none'])
    .default('told')
    .describe('told: the answer to an earning says the points. blind: they come later.'),
  fractionalPoints: z.boolean().default(true),
  balancesAtOnce: z.int().min(1).max(500).default(100).describe('How many members one balance call may ask for.'),
  history: z.boolean().default(true),
  oneAtATimePerMember: z.boolean().default(false).describe('Whether calls for one member must not overlap.'),
  webhookPublicKey: z
    .string()
    .refine(isPublicKey, 'must be whpk_ and the base64 of the 32 bytes of an ed25519 key')
    .optional()
    .describe("The public key of the engine's own messages, if it signs them by v1a: whpk_ and base64."),
  checkMemberId: z.string().min(1).optional().describe('A member that exists there, to check the connection with.'),
});

export type SignedWebhookSettings = z.output<typeof signedWebhookSettings>;

const secret = z
  .string()
  .refine((text) => webhookKey(text) !== null, 'must be whsec_ and the base64 of 24 to 64 random bytes');

export const signedWebhookSecrets = z.strictObject({
  signingSecret: secret.describe('Signs our requests and the answers: whsec_ and the base64 of 24 to 64 random bytes.'),
  previousSigningSecret: secret.optional().describe('The one before, while the engine changes over.'),
  webhookSecret: secret
    .optional()
    .describe("Signs the engine's own messages, if it signs them by v1. Another one than signingSecret."),
  previousWebhookSecret: secret.optional().describe('The one before, while the engine changes over.'),
});

export type SignedWebhookSecrets = z.output<typeof signedWebhookSecrets>;
