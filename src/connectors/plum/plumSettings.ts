import { z } from 'zod';

const REASONS = [
  'INSUFFICIENT_POINTS',
  'MEMBER_UNKNOWN',
  'MEMBER_NOT_ACTIVE',
  'NOT_REVERSIBLE',
  'ALREADY_REVERSED',
  'REFERENCE_CONFLICT',
  'REFUSED',
] as const;

/** The codes that this service itself answers as a storefront's loyalty system: see docs/plum.md. */
const REFUSALS = {
  UNKNOWN_MEMBER: 'MEMBER_UNKNOWN',
  INSUFFICIENT_POINTS: 'INSUFFICIENT_POINTS',
  ACCOUNT_NOT_ACTIVE: 'MEMBER_NOT_ACTIVE',
  UNKNOWN_ORDER: 'NOT_REVERSIBLE',
  NOT_REFUNDABLE: 'NOT_REVERSIBLE',
  CONFLICT: 'REFERENCE_CONFLICT',
} as const;

const path = z.string().regex(/^\/[^?#\s]*$/, 'must begin with a slash, without a query');
const key = z.string().min(1).max(64);

/**
 * A loyalty system that hosts the four endpoints of Plum's points contract. Its documentation leaves paths and even keys
 * to each system, so both are settings, with the documented ones as their defaults.
 */
export const plumSettings = z.strictObject({
  baseUrl: z.url().describe('Where the four paths begin: https://loyalty.example.com/plum'),
  paths: z
    .strictObject({
      balance: path.default('/balance'),
      profile: path.default('/profile'),
      redeem: path.default('/redemption'),
      refund: path.default('/refund'),
    })
    .prefault({})
    .describe('The paths of the calls, if they are called otherwise.'),
  keys: z
    .strictObject({
      memberId: key.default('unique_id'),
      authToken: key.default('auth_token'),
      redeemPoints: key.default('total_points_redeemed'),
      orderId: key.default('order_id'),
      refundPoints: key.default('redemption_amount'),
      refundId: key.nullable().default('refund_id'),
      status: key.default('status'),
      code: key.default('code'),
      message: key.default('message'),
      data: key.default('data'),
      points: key.default('points'),
      profile: key.default('user_data'),
      email: key.default('company_email_id'),
      phone: key.default('mobile_number'),
    })
    .prefault({})
    .describe('The keys of requests and answers, if they are called otherwise. refundId null: no refund_id is sent.'),
  pointsAs: z.enum(['number', 'text']).default('number').describe('How points are written in requests.'),
  fractionalPoints: z.boolean().default(true).describe('Whether the system takes fractions of a point.'),
  refunds: z
    .enum(['partial', 'full', 'none'])
    .default('partial')
    .describe('partial only if the system takes two refunds with the same refund_id for one; otherwise full.'),
  refusals: z
    .record(z.string(), z.enum(REASONS))
    .default(REFUSALS)
    .describe("What the system's codes of refusals mean. Others are REFUSED."),
  unsureCodes: z
    .array(z.string())
    .default(['INTERNAL', 'UNAVAILABLE'])
    .describe('Codes after which the system itself does not know whether it did what was asked.'),
  notProcessed: z
    .array(z.int().min(400).max(599))
    .default([])
    .describe('HTTP statuses by which the system promises that it processed nothing, as 429. 401 is one of itself.'),
  checkMemberId: z.string().min(1).optional().describe('A member that exists there, to check the connection with.'),
  storefront: z
    .strictObject({
      storesUrl: z.url().describe('The host of the stores: https://stores.xoxoday.com'),
      accountsUrl: z.url().describe('The host that gives tokens: https://accounts.xoxoday.com'),
      clientId: z.string().min(1).describe("The company's client id at Plum."),
    })
    .optional()
    .describe("Plum's storefront, to send members to. It needs the secrets clientSecret and refreshToken too."),
});

export type PlumSettings = z.output<typeof plumSettings>;

export const plumSecrets = z.strictObject({
  authToken: z.string().min(1).describe('The auth_token that the system expects in every body.'),
  webhookKey: z
    .string()
    .min(16)
    .max(1024)
    .optional()
    .describe('The x-api-key that order updates are sent with. Without it none of them is taken in.'),
  previousWebhookKey: z
    .string()
    .min(16)
    .max(1024)
    .optional()
    .describe('The one before, while the sender changes over.'),
  clientSecret: z.string().min(1).optional().describe("The company's client secret at Plum, for its storefront."),
  refreshToken: z
    .string()
    .min(1)
    .optional()
    .describe('A refresh token of Plum, for its storefront. It is replaced here by those that follow it.'),
});

/** Where secrets are sent to, by its path in the settings. */
export function plumAddresses({ baseUrl, storefront }: PlumSettings): Readonly<Record<string, string>> {
  if (storefront === undefined) return { baseUrl };
  const { storesUrl, accountsUrl } = storefront;
  return { baseUrl, 'storefront.storesUrl': storesUrl, 'storefront.accountsUrl': accountsUrl };
}

export type PlumSecrets = z.output<typeof plumSecrets>;
