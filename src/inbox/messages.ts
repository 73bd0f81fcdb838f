import { z } from 'zod';

/*
 * The messages that a source sends. Strict: a misspelt field would else be a condition of a rule that is silently not
 * met. The published JSON Schemas are made of these.
 */

const id = (description: string) =>
  z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,128}$/u, 'must be 1 to 128 characters, no control characters')
    .meta({ description });
const time = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'must be a time by RFC 3339 with an offset, like 2026-03-01T12:00:00Z' })
    .meta({ description });

const money = z
  .strictObject({
    amount: z
      .string({ error: 'must be a text like "12.34": a JSON number is not exact everywhere' })
      .regex(/^\d{1,15}(?:\.\d{1,15})?$/, 'must be a decimal number that is not negative, like "12.34"')
      .meta({ description: 'An exact decimal number, at most 15 digits, at most the currency’s decimals.' }),
    currencyCode: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217, like USD')
      .meta({ description: 'ISO 4217, like USD.' }),
  })
  .meta({ description: 'An exact amount of money.' });

const transactionId = id('The marketplace’s id of the transaction, unique for ever within the program.');

const recorded = z.strictObject({
  transactionId,
  memberId: id('The member, by the id that the marketplace and this service share.'),
  kind: z.enum(['PURCHASE', 'MILESTONE', 'RECOGNITION']).meta({ description: 'What happened.' }),
  amount: money.nullish().meta({ description: 'What was paid. Left out or null: nothing.' }),
  rewardValue: money.nullish().meta({
    description:
      'What the reward of a milestone or a recognition is worth. The rules judge it as the amount where there is none.',
  }),
  category: id('The vertical or category that rules know.').nullish(),
  merchantId: id('The merchant.').nullish(),
  occurredAt: time('When it happened. The rules in force at that instant judge it.'),
});

const reversed = z.strictObject({
  transactionId,
  reversalId: id('The marketplace’s id of the reversal, unique for ever within the program.'),
  amount: money.nullish().meta({
    description: 'The part of the transaction’s amount that is given back. Left out or null: all that is left.',
  }),
  reason: z
    .string()
    .regex(/^(?:[\t\n\r]|[^\p{Cc}\p{Cs}]){0,500}$/u, 'must be at most 500 characters, no control characters')
    .nullish()
    .meta({ description: 'For a person.' }),
});

const cleared = z.strictObject({ transactionId });

function message<Type extends string, Data extends z.ZodType>(type: Type, data: Data, description: string) {
  const timestamp = time('When the sender made the message.');
  return z.object({ type: z.literal(type), timestamp, data }).meta({ title: type, description });
}

export const MESSAGES = {
  'transaction.recorded': message(
    'transaction.recorded',
    recorded,
    'A transaction of the marketplace that may earn points.',
  ),
  'transaction.reversed': message(
    'transaction.reversed',
    reversed,
    'All or part of a transaction was given back: so is what it earned. May come before its transaction.',
  ),
  'transaction.cleared': message(
    'transaction.cleared',
    cleared,
    'A transaction is final: its pending points can be spent. May come before its transaction.',
  ),
} as const;

export type MessageType = keyof typeof MESSAGES;
export type Message = { readonly [Type in MessageType]: z.output<(typeof MESSAGES)[Type]> }[MessageType];

export function isMessageType(type: string): type is MessageType {
  return Object.hasOwn(MESSAGES, type);
}
