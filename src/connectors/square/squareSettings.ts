import { z } from 'zod';
import type { EngineHttpOptions } from '../http/engineHttp.ts';

/** A seller's Square Loyalty program (developer.squareup.com/docs/loyalty-api/overview). Members' ids are loyalty accounts'. */
export const squareSettings = z.strictObject({
  baseUrl: z
    .url()
    .default('https://connect.squareup.com')
    .describe('https://connect.squareup.com, or https://connect.squareupsandbox.com for a sandbox.'),
  programId: z
    .string()
    .min(1)
    .max(36)
    .optional()
    .describe("The loyalty program's id; checking the connection tells it. Without it nothing can be earned."),
  locationId: z
    .string()
    .min(1)
    .optional()
    .describe('The location that earnings are booked at, under Locations. Without it nothing can be earned.'),
  notificationUrl: z
    .url()
    .optional()
    .describe(
      'The notification URL of your webhook subscription, exactly as it stands there: Square signs it with every event.',
    ),
});

export type SquareSettings = z.output<typeof squareSettings>;

export const squareSecrets = z.strictObject({
  accessToken: z
    .string()
    .min(1)
    .describe("The application's access token, with the permissions LOYALTY_READ and LOYALTY_WRITE."),
  webhookSignatureKey: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('The signature key of your webhook subscription. Without it no events of Square are taken in.'),
  previousWebhookSignatureKey: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('The key before, while Square changes over.'),
});

export type SquareSecrets = z.output<typeof squareSecrets>;

/** How the way to Square is to be opened. A request over the rate limit is not processed (…/docs/build-basics/general-considerations). */
export const squareHttp = { name: 'Square', notProcessed: [429] } satisfies Omit<EngineHttpOptions, 'baseUrl'>;
