import type { Assessment, Reassessment, Award, Shortfall } from '../../ledger/award.ts';
import type { Counter, CounterRange } from '../../ledger/counters.ts';
import type { DecimalText } from '../../ledger/points.ts';
import type { Transaction } from '../transaction.ts';
import type { TierPolicy } from './ruleDefinition.ts';

/** A program's rules of an instant, compiled: finding those that apply costs about the same with 5 and with 500. */
export interface RuleSet {
  readonly shortfall: Shortfall;
  readonly tiers: TierPolicy | null;
  /** Why no rule could tell the points, whatever the counters say; null: they can. */
  problemOf(transaction: Transaction): RuleProblem | null;
  /** The counters that assessing needs. */
  readsOf(transaction: Transaction): readonly CounterRange[];
  /** Pure. The one way from a transaction to its points: recording and simulating both take it. */
  assess(transaction: Transaction, counters: readonly Counter[]): RuleAssessment;
  /**
   * Pure: what taking back a part of the transaction's amount comes to, all that is left of it when null. The part
   * that stays is assessed anew as it would have been then: these rules, and the facts of the award.
   */
  takeBack(award: Award, amount: DecimalText | null): Reassessment;
}

/** An assessment with what its facts say, for whoever tells it at once. */
export type RuleAssessment =
  | (Extract<Assessment, { readonly facts: string }> & {
      readonly transaction: Transaction;
      readonly lines: readonly ExactLine[];
      readonly tier: string | null;
    })
  | Extract<Assessment, { readonly rejection: unknown }>;

/** A currency for which the rules that apply have no rate. Nothing is stored: mend the rules and send it again. */
export interface RuleProblem {
  readonly code: 'NO_RATE';
  readonly currencyCode: string;
}

/** One line of the explanation: exactly these points, which may have more decimals than the program's. */
export interface ExactLine {
  /** The rule's id; `rounding` for that line. */
  readonly rule: string;
  readonly kind: 'BASE' | 'MULTIPLIER' | 'TIER_BONUS' | 'CAP' | 'ROUNDING';
  readonly points: DecimalText;
}
