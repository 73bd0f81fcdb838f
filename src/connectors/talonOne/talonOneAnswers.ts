import { z } from 'zod';
import { decimalText } from '../http/decimalText.ts';

/** How Talon.One writes its answers (docs.talon.one/integration-api); fields that are not read are left out. */
const balance = z.looseObject({
  activePoints: decimalText,
  pendingPoints: decimalText,
  negativePoints: decimalText.optional(),
});

export const balancesAnswer = z.looseObject({
  balance,
  subledgerBalances: z.record(z.string(), balance).optional(),
});

/** docs.talon.one/docs/dev/integration-api/api-effects */
const effect = z.looseObject({
  effectType: z.string(),
  props: z.looseObject({
    programId: z.int().optional(),
    subLedgerId: z.string().optional(),
    value: z.unknown(),
    transactionUUID: z.string().optional(),
    recipientIntegrationId: z.string().optional(),
  }),
});

export type TalonOneEffect = z.output<typeof effect>;

/** Points as effects carry them; other effects' values are none of ours. */
export const effectPoints = decimalText;

const session = z.looseObject({
  integrationId: z.string(),
  profileId: z.string(),
  state: z.enum(['open', 'closed', 'partially_returned', 'cancelled']),
  attributes: z.record(z.string(), z.unknown()).optional(),
});

export const sessionAnswer = z.looseObject({ customerSession: session, effects: z.array(effect) });

export type SessionAnswer = z.output<typeof sessionAnswer>;

export const eventAnswer = z.looseObject({ effects: z.array(effect) });

export const transactionsAnswer = z.looseObject({
  hasMore: z.boolean(),
  data: z.array(
    z.looseObject({
      transactionUUID: z.string().min(1),
      programId: z.int(),
      created: z.iso.datetime({ offset: true }),
      type: z.enum(['addition', 'subtraction']),
      amount: decimalText,
      customerSessionId: z.string().nullish(),
      name: z.string().nullish(),
    }),
  ),
});

/** Two forms of errors, both with a message. */
export const talonOneErrors = z.looseObject({
  message: z.string(),
  errors: z.array(z.looseObject({ title: z.string().optional(), details: z.string().optional() })).nullish(),
});

export type TalonOneErrors = z.output<typeof talonOneErrors>;
