import { z } from 'zod';
import { canonicalDecimal } from '../../ledger/points.ts';
import { isTimeZone } from './localTime.ts';

const code = z.string().trim().min(1).max(64);
const product = z.object({ productCode: code, subProductCode: code.optional() });

/** The reasons that a code of a program's own can stand for. Of an exception (997) and of success (000), none. */
const reason = z.enum([
  'INSUFFICIENT_POINTS',
  'MEMBER_UNKNOWN',
  'MEMBER_NOT_ACTIVE',
  'NOT_REVERSIBLE',
  'ALREADY_REVERSED',
  'REFUSED',
]);

/** What an operator says about a Loyalife program. The descriptions are for them. */
export const loyalifeSettings = z.strictObject({
  baseUrl: z
    .url()
    .default('https://loyalife-api.xoxoday.in')
    .describe("Production's address, or the staging address that Xoxoday gave you."),
  clientId: code.describe('Loyalife Admin → Configurations → Program Settings → API → Client ID.'),
  programId: z.int().positive().describe('The number of your loyalty program, which Xoxoday issued at onboarding.'),
  relationType: z.int().default(4).describe('4, a customer, unless Xoxoday told you otherwise.'),
  transactionCurrency: code.default('DEFAULT').describe('DEFAULT, unless your program has a currency of its own.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'This is no time zone, such as Asia/Kolkata or UTC.')
    .describe(
      'The time zone of your Loyalife environment, in which it writes times. Ask Xoxoday: it is not in the API.',
    ),
  merchantName: code
    .regex(/^[^#]+$/, 'It must not contain #.')
    .default('Points')
    .describe('The merchant of every redemption, as your members see it. Do not change it: a reversal must repeat it.'),
  referenceInMerchantName: z
    .boolean()
    .default(false)
    .describe('Adds our reference to the merchant name, so that the history tells which redemption a movement is.'),
  redemptionType: z
    .int()
    .default(30)
    .describe('The LoyaltyTxnType of redemptions: 4 miles, 5 hotel, 6 air, 19 charity, 30 gift card.'),
  otherRedemptionTypes: z
    .array(z.int())
    .default([4, 5, 6, 19, 30])
    .describe('All LoyaltyTxnTypes that take points in your program.'),
  amountPerPoint: z
    .string()
    .refine(
      (text) => /^\d{1,9}(\.\d{1,9})?$/.test(text) && canonicalDecimal(text) !== '0',
      'This is no rate, such as 0.25.',
    )
    .default('1')
    .describe("What a point is worth in your program's currency, as Xoxoday configured it."),
  errorCodes: z
    .record(z.string().regex(/^(?!000$|997$)\w{1,10}$/), reason)
    .default({})
    .describe('What error codes of your program mean that the public pages do not list: ask Xoxoday.'),
  products: z
    .record(z.string(), product)
    .default({})
    .describe('The product codes of your program by category of a transaction.'),
  defaultProduct: product.optional().describe('The product code of every other transaction.'),
  transactionsAreUnique: z
    .boolean()
    .default(false)
    .describe(
      'Whether Xoxoday mapped _xoxo_api_client_idempotency to a unique column of your transactions. Only then may one be sent again when its answer was lost.',
    ),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('The currency of transactions: Loyalife is told an amount alone. Others are refused.'),
});
export type LoyalifeSettings = z.infer<typeof loyalifeSettings>;

export const loyalifeSecrets = z.strictObject({
  clientSecret: z
    .string()
    .min(1)
    .max(1024)
    .describe('Loyalife Admin → Configurations → Program Settings → API → Secret ID.'),
});
export type LoyalifeSecrets = z.infer<typeof loyalifeSecrets>;

/**
 * How an EngineHttp to Loyalife is to be opened. The pages leave open by which status a rate limit answers ("confirm
 * with your implementation contact", help-loyalife.xoxoday.com/concepts/authentication), so no status but 401 counts
 * as not processed.
 */
export const loyalifeHttp = { name: 'Loyalife', notProcessed: [] } as const;
