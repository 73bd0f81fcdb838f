import type { Award, Reassessment } from '../../ledger/award.ts';
import type { CounterAdd } from '../../ledger/counters.ts';
import type { DecimalText } from '../../ledger/points.ts';
import type { RuleFinder } from './compiled/ruleFinder.ts';
import { subjectOf } from './compiled/subject.ts';
import { compare, decimalOf, decimalText, minus, plus, ZERO } from './decimal.ts';
import { factsOf, memoOf, memoText } from './facts.ts';
import { judge } from './judge.ts';
import type { LocalTime } from './localTime.ts';

/** What taking back a part of the transaction's amount comes to; null: all that is left of it. */
export function takeBack(
  finder: RuleFinder,
  clock: (instant: Date) => LocalTime,
  award: Award,
  amount: DecimalText | null,
): Reassessment {
  const { transaction, tier, counters, adds } = factsOf(award.facts);
  const memo = memoOf(award);
  const own = memo?.adds ?? adds;
  const left = award.points - award.reversed;

  if (transaction.amount === null) {
    if (memo !== null || amount !== null) return notTakenBack(null);
    return { points: left, adds: difference([], own), memo: memoText({ reversedAmount: null, adds: [] }) };
  }
  const whole = decimalOf(transaction.amount.amount);
  const before = decimalOf(memo?.reversedAmount ?? '0');
  const remaining = minus(whole, before);
  if (memo !== null && compare(remaining, ZERO) === 0) return notTakenBack(null);
  const taken = amount === null ? remaining : decimalOf(amount);
  const staying = minus(remaining, taken);
  if (compare(staying, ZERO) < 0) return notTakenBack(decimalText(remaining));
  const reversedAmount = decimalText(plus(before, taken));
  if (compare(staying, ZERO) === 0) {
    return { points: left, adds: difference([], own), memo: memoText({ reversedAmount, adds: [] }) };
  }

  const part = { ...transaction, amount: { ...transaction.amount, amount: decimalText(staying) } };
  const judged = judge(finder, subjectOf(part, clock(transaction.occurredAt)), { tier, counters, own });
  // A part can be worth more than the whole, where the whole fell under another rule with a cap: nothing is given then.
  if ('rejection' in judged || judged.points >= left) {
    return { points: 0n, adds: [], memo: memoText({ reversedAmount, adds: own }) };
  }
  return {
    points: left - judged.points,
    adds: difference(judged.adds, own),
    memo: memoText({ reversedAmount, adds: judged.adds }),
  };
}

function notTakenBack(left: DecimalText | null): Reassessment {
  return { rejection: { code: 'NOT_TAKEN_BACK', left } };
}

/** What changes from one to the other. */
function difference(now: readonly CounterAdd[], before: readonly CounterAdd[]): CounterAdd[] {
  const changes = new Map<string, CounterAdd>();
  const add = (change: CounterAdd): void => {
    const key = `${change.owner} ${change.key}`;
    changes.set(key, { ...change, amount: change.amount + (changes.get(key)?.amount ?? 0n) });
  };
  for (const one of now) add(one);
  for (const one of before) add({ ...one, amount: -one.amount });
  return [...changes.values()].filter(({ amount }) => amount !== 0n);
}
