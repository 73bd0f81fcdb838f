import { z } from 'zod';
import type { EngineHttpOptions } from '../http/engineHttp.ts';

const attribute = z.string().regex(/^\w{1,64}$/, 'must be the name of an attribute, as in the Campaign Manager');

/** A profile-based loyalty program of a Talon.One Application (docs.talon.one). Members' ids are profiles' integration ids. */
export const talonOneSettings = z.strictObject({
  baseUrl: z.url().describe('The address of your Campaign Manager: https://mycompany.europe-west1.talon.one'),
  programId: z
    .int()
    .positive()
    .describe("The loyalty program's id: the number in its address in the Campaign Manager, after /loyalty/programs/."),
  subledgerId: z.string().max(64).default('').describe('The subledger, if the points are not in the main ledger.'),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters')
    .describe("The Application's currency. Purchases in others are refused, because Talon.One would not notice."),
  redemptionAttribute: attribute
    .default('PointsToSpend')
    .describe('The session attribute, a number, by whose points a rule deducts.'),
  earningEvents: z
    .strictObject({
      MILESTONE: attribute.default('milestone'),
      RECOGNITION: attribute.default('recognition'),
    })
    .prefault({})
    .describe('The custom events that milestones and recognitions are sent as.'),
});

export type TalonOneSettings = z.output<typeof talonOneSettings>;

export const talonOneSecrets = z.strictObject({
  apiKey: z.string().min(1).describe('An Integration API key of the Application, under its developer settings.'),
  webhookSecret: z
    .string()
    .min(16)
    .max(1024)
    .optional()
    .describe(
      'A long random text that your webhooks send in a header x-webhook-secret. Without it none of them is taken in.',
    ),
  previousWebhookSecret: z.string().min(16).max(1024).optional().describe('The one before, while you change it.'),
});

export type TalonOneSecrets = z.output<typeof talonOneSecrets>;

/** How the way to Talon.One is to be opened. 409 has two meanings, which its body tells apart: see talonOneRefusal. */
export const talonOneHttp = { name: 'Talon.One', notProcessed: [429] } satisfies Omit<EngineHttpOptions, 'baseUrl'>;
