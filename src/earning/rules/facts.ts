import type { Award } from '../../ledger/award.ts';
import type { Counter, CounterAdd } from '../../ledger/counters.ts';
import type { DecimalText } from '../../ledger/points.ts';
import type { Transaction } from '../transaction.ts';
import { decimalOf, decimalText, minus } from './decimal.ts';
import type { ExactLine } from './ruleSet.ts';

/** What an award was decided upon. */
export interface AwardFacts {
  readonly transaction: Transaction;
  /** Of which instant the rules are; null: of that at which the transaction occurred. */
  readonly judgedAt: Date | null;
  readonly lines: readonly ExactLine[];
  /** The member's tier when the transaction occurred; null: the program had none. */
  readonly tier: string | null;
  /** The counters of caps as they stood. */
  readonly counters: readonly Counter[];
  readonly adds: readonly CounterAdd[];
}

/** What taking back has come to. */
export interface AwardMemo {
  /** Of the transaction's amount; null: it has none, and all is taken back. */
  readonly reversedAmount: DecimalText | null;
  /** What the part that stays counts for. */
  readonly adds: readonly CounterAdd[];
}

type Stored<Value> = readonly [owner: 'account' | 'program', key: string, value: Value];

/** The text that is kept with the award. */
export function factsText({ transaction, judgedAt, lines, tier, counters, adds }: AwardFacts): string {
  const kept = counters.map(({ owner, key, value }) => [owner, key, value.toString()]);
  return JSON.stringify({ transaction, judgedAt, lines, tier, counters: kept, adds: storedAdds(adds) });
}

/** Reads what factsText wrote. */
export function factsOf(text: string): AwardFacts {
  const { transaction, judgedAt, lines, tier, counters, adds } = JSON.parse(text) as {
    transaction: Omit<Transaction, 'occurredAt'> & { occurredAt: string };
    judgedAt: string | null;
    lines: readonly ExactLine[];
    tier: string | null;
    counters: readonly Stored<string>[];
    adds: readonly Stored<string>[];
  };
  return {
    transaction: { ...transaction, occurredAt: new Date(transaction.occurredAt) },
    judgedAt: judgedAt === null ? null : new Date(judgedAt),
    lines,
    tier,
    counters: counters.map(([owner, key, value]) => ({ owner, key, value: BigInt(value) })),
    adds: readAdds(adds),
  };
}

export function memoText({ reversedAmount, adds }: AwardMemo): string {
  return JSON.stringify({ reversedAmount, adds: storedAdds(adds) });
}

/** What taking back has come to so far; null: nothing was taken back. */
export function memoOf({ memo }: Pick<Award, 'memo'>): AwardMemo | null {
  if (memo === null) return null;
  const { reversedAmount, adds } = JSON.parse(memo) as {
    reversedAmount: string | null;
    adds: readonly Stored<string>[];
  };
  return { reversedAmount, adds: readAdds(adds) };
}

/** What is left of the transaction's amount, in its currency; null: it had none. */
export function remainingAmount(award: Pick<Award, 'facts' | 'memo'>): DecimalText | null {
  const { amount } = factsOf(award.facts).transaction;
  if (amount === null) return null;
  return decimalText(minus(decimalOf(amount.amount), decimalOf(memoOf(award)?.reversedAmount ?? '0')));
}

function storedAdds(adds: readonly CounterAdd[]): Stored<string>[] {
  return adds.map(({ owner, key, amount }) => [owner, key, amount.toString()]);
}

function readAdds(adds: readonly Stored<string>[]): CounterAdd[] {
  return adds.map(([owner, key, amount]) => ({ owner, key, amount: BigInt(amount) }));
}
