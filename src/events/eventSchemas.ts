import { z } from 'zod';
import type { DeclineReason } from '../saga/sagaRow.ts';
import { EVENT_TYPES, type EventType, TEST_EVENT } from './eventTypes.ts';

/*
 * What receivers are told. The published JSON Schemas are made of these, and leave a receiver to take fields that come
 * later; the tests hold what is delivered to these fields and no other.
 */

const text = (description: string) => z.string().meta({ description });
const amount = (pattern: RegExp, description: string) => z.string().regex(pattern).meta({ description });
const time = (description: string) => z.iso.datetime({ precision: 3 }).meta({ description });

const POSITIVE = /^(?!0$)(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const given = amount(POSITIVE, 'How many points came in, in the program’s decimals.');
const taken = amount(/^-(?!0$)(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/, 'How many points went, with a minus.');

const member = {
  programId: text('The program.'),
  memberId: text('The member, by the id that everybody shares.'),
  sequence: z.number().int().positive().meta({
    description: 'Counts the events about the member at this endpoint: 1, 2, 3. A number that stays missing is a gap.',
  }),
  accountId: z.uuid().meta({ description: 'The member’s account of the program.' }),
};
const moved = {
  ...member,
  entryId: text('The entry in the account’s statement, as PointsEntry.id tells it.'),
  balanceAfter: amount(/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/, 'All that the member owns after it, held points included.'),
  occurredAt: time('When it happened.'),
};
const earning = {
  earningId: z.uuid().meta({ description: 'The earning.' }),
  transactionId: text('The marketplace’s transaction.').nullable().meta({ description: 'Null: it names none.' }),
};
const reward = {
  redemptionId: z.uuid().meta({ description: 'The redemption.' }),
  rewardId: text('What was taken for the points.').nullable().meta({ description: 'Null: none was given.' }),
  orderId: text('The shop’s order.').nullable().meta({ description: 'Null: none was given.' }),
};
const reasons = ['INSUFFICIENT_POINTS', 'ACCOUNT_NOT_ACTIVE', 'MEMBER_UNKNOWN', 'REFUSED', 'UNAVAILABLE'] as const;

const DATA = {
  'points.earned': z.object({ ...moved, points: given, ...earning }),
  'points.redeemed': z.object({ ...moved, points: taken, ...reward }),
  'points.expiring': z.object({
    ...member,
    points: amount(POSITIVE, 'How many points expire on that day.'),
    expiresOn: z.iso
      .date()
      .meta({ description: 'The last day on which they can be spent, in the program’s time zone.' }),
    withinDays: z.union([z.literal(30), z.literal(7)]).meta({ description: 'Which warning it is.' }),
  }),
  'points.expired': z.object({ ...moved, points: taken }),
  'points.adjusted': z.object({
    ...moved,
    points: amount(/^-?(?!0$)(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/, 'How many points came in, or went with a minus.'),
  }),
  'earning.reversed': z.object({ ...moved, points: taken, ...earning }),
  'redemption.settled': z.object({
    ...member,
    ...reward,
    points: amount(POSITIVE, 'How many points were asked for, without a sign.'),
    status: z.enum(['COMPLETED', 'DECLINED']).meta({ description: 'What it came to.' }),
    declineReason: z
      .enum(reasons satisfies readonly DeclineReason[])
      .nullable()
      .meta({ description: 'Why nothing was spent. Null: it is completed.' }),
  }),
  'redemption.reversed': z.object({ ...moved, points: given, ...reward }),
  'tier.changed': z.object({
    ...member,
    from: text('The code of the tier before.'),
    to: text('The code of the tier now.'),
    direction: z.enum(['UP', 'DOWN']).meta({ description: 'Whether the member rose or fell.' }),
  }),
  [TEST_EVENT]: z.object({
    programId: text('The program.'),
    endpointId: z.uuid().meta({ description: 'The endpoint.' }),
  }),
} as const;

const TITLES: Readonly<Record<EventType | typeof TEST_EVENT, string>> = {
  'points.earned': 'Points were given, or pending ones cleared.',
  'points.redeemed': 'Points were spent.',
  'points.expiring': 'Points expire in 30 or 7 days.',
  'points.expired': 'Points expired.',
  'points.adjusted': 'Points moved for another reason.',
  'earning.reversed': 'Points were taken back, or paid a debt.',
  'redemption.settled': 'A redemption is completed or declined.',
  'redemption.reversed': 'Points came back.',
  'tier.changed': 'The member rose or fell.',
  [TEST_EVENT]: 'An operator asked for it, to see whether events arrive.',
};

export const TOLD_TYPES = [...EVENT_TYPES, TEST_EVENT] as const;
type ToldType = (typeof TOLD_TYPES)[number];

/** The body of an event at an endpoint of format STANDARD, by its type. */
export function standardBody(type: ToldType) {
  return z
    .object({
      type: z.literal(type),
      timestamp: time('When this service wrote it down.'),
      data: DATA[type],
    })
    .meta({ title: type, description: TITLES[type] });
}

/** The same at an endpoint of format CLOUDEVENTS: a structured event of CloudEvents 1.0. */
export function cloudEventBody(type: ToldType) {
  return z
    .object({
      specversion: z.literal('1.0'),
      id: z.uuid().meta({ description: 'The webhook-id: the same however often the event is sent.' }),
      source: text('The program, like /programs/demo.'),
      type: z.literal(type),
      ...(type === TEST_EVENT ? {} : { subject: text('The member.') }),
      time: time('When this service wrote it down.'),
      datacontenttype: z.literal('application/json'),
      data: DATA[type],
    })
    .meta({ title: `${type} as a CloudEvent`, description: TITLES[type] });
}
