import { DEMO_MEMBER_IDS } from '../../../src/demo/demoPrograms.ts';
import type { Random } from '../../../src/demo/random.ts';

/** A signed message as its sender keeps it: the same id and body on every attempt, and on every duplicate. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

export interface DeliveryPlan {
  /** In the order in which they are sent: shuffled, duplicates included. */
  readonly deliveries: readonly Message[];
  /** How many different messages are among them. */
  readonly messages: number;
  /** What every transaction must have earned, in minor units, and whether it must have been taken back. */
  readonly expected: ReadonlyMap<string, { readonly points: bigint; readonly isReversed: boolean }>;
}

export interface PlanOptions {
  readonly number: number;
  readonly random: Random;
  readonly occurredAt: Date;
}

const DUPLICATES_PERCENT = 30;
const REVERSALS_PERCENT = 5;

/**
 * That many deliveries: three in ten are duplicates, one message in twenty takes a transaction back, and the order is
 * nobody's, so that a reversal may come before what it reverses. A point for each unit of money, two decimals.
 */
export function planDeliveries({ number, random, occurredAt }: PlanOptions): DeliveryPlan {
  const messages: Message[] = [];
  const expected = new Map<string, { points: bigint; isReversed: boolean }>();
  const different = number - Math.floor((number * DUPLICATES_PERCENT) / 100);
  const reversals = Math.floor((different * REVERSALS_PERCENT) / 100);
  const members = DEMO_MEMBER_IDS as [string, ...string[]];
  for (let index = 0; index < different - reversals; index += 1) {
    const transactionId = `storm-${index}`;
    const cents = random.between(1, 50_000);
    const isReversed = index < reversals;
    expected.set(transactionId, { points: BigInt(cents), isReversed });
    const amount = {
      amount: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
      currencyCode: 'USD',
    };
    const data = { transactionId, memberId: random.pick(members), kind: 'PURCHASE', amount, occurredAt };
    messages.push(message(`msg-${index}`, 'transaction.recorded', occurredAt, data));
    if (!isReversed) continue;
    const reversal = { transactionId, reversalId: `reversal-${index}` };
    messages.push(message(`msg-reversal-${index}`, 'transaction.reversed', occurredAt, reversal));
  }
  const duplicates = Array.from({ length: number - different }, () => random.pick(messages as [Message, ...Message[]]));
  return { deliveries: shuffled([...messages, ...duplicates], random), messages: messages.length, expected };
}

function message(id: string, type: string, timestamp: Date, data: object): Message {
  return { id, body: JSON.stringify({ type, timestamp, data }) };
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
  return items;
}
