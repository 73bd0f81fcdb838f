import type { Award } from '../ledger/award.ts';
import type { EarningRules } from './earningRules.ts';
import { factsOf, factsText } from './rules/facts.ts';
import type { RuleSet } from './rules/ruleSet.ts';
import type { Transaction } from './transaction.ts';

/**
 * The rules that judge a transaction: those of the instant at which it occurred. Where they have no rate for its
 * currency, those of now: nobody was told points by the rules of then, and what could not be judged can be sent again
 * once a rate is added.
 */
export async function judgingRules(
  earningRules: EarningRules,
  programId: string,
  transaction: Transaction,
  now: Date,
): Promise<RuleSet> {
  const ofThen = await earningRules.ruleSetAt(programId, transaction.occurredAt);
  if (ofThen.problemOf(transaction) === null) return ofThen;
  const ofNow = await earningRules.ruleSetAt(programId, now);
  return ofNow.problemOf(transaction) === null ? judgingAt(ofNow, now) : ofThen;
}

/**
 * The rules that judged an award. What was added after it was recorded did not, even where it was in force by the
 * transaction's instant: that is told by other clocks than the database's.
 */
export async function rulesOfAward(
  earningRules: EarningRules,
  programId: string,
  { facts, recordedAt }: Pick<Award, 'facts' | 'recordedAt'>,
): Promise<RuleSet> {
  const { transaction, judgedAt } = factsOf(facts);
  return earningRules.ruleSetAt(programId, judgedAt ?? transaction.occurredAt, recordedAt);
}

/** Rules that write into the facts of an award of which instant they are. */
function judgingAt(rules: RuleSet, judgedAt: Date): RuleSet {
  return {
    ...rules,
    assess(transaction, counters) {
      const assessment = rules.assess(transaction, counters);
      if ('rejection' in assessment) return assessment;
      return { ...assessment, facts: factsText({ ...factsOf(assessment.facts), judgedAt }) };
    },
  };
}
