import type { RuleSet } from '../../../../../src/earning/rules/ruleSet.ts';
import type { Transaction } from '../../../../../src/earning/transaction.ts';
import type { Award } from '../../../../../src/ledger/award.ts';
import type { Counter, CounterAdd, CounterRange } from '../../../../../src/ledger/counters.ts';
import { afterTakingBack, awardOf, type Given } from './account.ts';

/** What a ledger does with awards and counters, one after the other. */
export interface SmallBooks {
  readonly awards: { transaction: Transaction; award: Award; given: Given }[];
  /** "owner's name, key" → value. */
  readonly counters: ReadonlyMap<string, bigint>;
  record(transaction: Transaction): Given;
  takeBack(index: number, amount: string | null): void;
}

export function smallBooks(rules: RuleSet): SmallBooks {
  const awards: SmallBooks['awards'] = [];
  const counters = new Map<string, bigint>();

  function read(ranges: readonly CounterRange[], memberId: string): Counter[] {
    return ranges.flatMap(({ owner, from, to }) =>
      [...counters].flatMap(([name, value]) => {
        const key = name.slice(name.indexOf(' ') + 1);
        return name === nameOf(owner, memberId, key) && from <= key && key <= to ? [{ owner, key, value }] : [];
      }),
    );
  }

  function count(adds: readonly CounterAdd[], memberId: string): void {
    for (const { owner, key, amount } of adds) {
      const name = nameOf(owner, memberId, key);
      counters.set(name, (counters.get(name) ?? 0n) + amount);
    }
  }

  return {
    awards,
    counters,
    record(transaction) {
      const given = rules.assess(transaction, read(rules.readsOf(transaction), transaction.memberId));
      if ('rejection' in given) throw new Error(given.rejection.code);
      count(given.adds, transaction.memberId);
      awards.push({ transaction, given, award: awardOf({ effectiveAt: transaction.occurredAt }, given) });
      return given;
    },
    takeBack(index, amount) {
      const kept = awards[index];
      if (kept === undefined) return;
      const back = rules.takeBack(kept.award, amount);
      if ('rejection' in back) return;
      if (back.points < 0n || back.points > kept.award.points - kept.award.reversed) throw new Error('too many points');
      kept.award = afterTakingBack(kept.award, back);
      count(back.adds, kept.transaction.memberId);
    },
  };
}

function nameOf(owner: string, memberId: string, key: string): string {
  return `${owner === 'program' ? 'program' : memberId} ${key}`;
}
