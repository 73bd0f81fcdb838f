import type { ProgramPolicy } from '../../ledger/program.ts';
import { capCounter, rangeOf, tallyOf } from './compiled/capCounters.ts';
import type { NamedRule } from './compiled/compiledRules.ts';
import { lacksRate } from './compiled/giveBase.ts';
import { createRuleFinder } from './compiled/ruleFinder.ts';
import { type Subject, subjectOf } from './compiled/subject.ts';
import { clearingOf } from './clearingOf.ts';
import { factsText } from './facts.ts';
import { judge } from './judge.ts';
import { createClock } from './localTime.ts';
import type { RuleSet } from './ruleSet.ts';
import { takeBack } from './takeBack.ts';
import { standingAt, tierReads } from './tiers/tierStanding.ts';

/** The rules of an instant, checked before, as something that judges transactions. Their order does not matter. */
export function compileRuleSet(
  rules: readonly NamedRule[],
  { decimals, timeZone }: Pick<ProgramPolicy, 'decimals' | 'timeZone'>,
): RuleSet {
  const finder = createRuleFinder(rules, decimals);
  const { policy } = finder;
  const clock = createClock(timeZone);

  const capCountersOf = (subject: Subject) =>
    finder
      .caps(subject)
      .map(({ ruleId, rule }) => capCounter(ruleId, rule, subject.local.day))
      .filter((counter) => counter !== null);

  return {
    shortfall: policy.shortfall,
    tiers: policy.tiers,
    problemOf(transaction) {
      const { amount } = transaction;
      if (amount === null) return null;
      const subject = subjectOf(transaction, clock(transaction.occurredAt));
      return lacksRate(finder.bases(subject), subject) ? { code: 'NO_RATE', currencyCode: amount.currencyCode } : null;
    },
    readsOf(transaction) {
      const subject = subjectOf(transaction, clock(transaction.occurredAt));
      const caps = capCountersOf(subject).map(rangeOf);
      return policy.tiers === null ? caps : [...caps, ...tierReads(policy.tiers, subject.local.day)];
    },
    assess(transaction, counters) {
      const subject = subjectOf(transaction, clock(transaction.occurredAt));
      const { day } = subject.local;
      const tier = policy.tiers === null ? null : standingAt(policy.tiers, counters, day, decimals).level.code;
      const judged = judge(finder, subject, { tier, counters, own: null });
      if ('rejection' in judged) return judged;
      const { points, lines, adds } = judged;
      // Kept for taking back: what the caps' counters said then.
      const tally = tallyOf(counters);
      const used = capCountersOf(subject).map(({ owner, key }) => ({
        owner,
        key,
        value: tally.valueOf({ owner, key }),
      }));
      return {
        points,
        adds,
        transaction,
        lines,
        tier,
        clearing: clearingOf(policy, transaction, points),
        facts: factsText({ transaction, judgedAt: null, lines, tier, counters: used, adds }),
      };
    },
    takeBack: (award, amount) => takeBack(finder, clock, award, amount),
  };
}
