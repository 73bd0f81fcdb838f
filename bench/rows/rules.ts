import { randomUUID } from 'node:crypto';
import { compileRuleSet } from '../../src/earning/rules/compileRuleSet.ts';
import type { RuleSet } from '../../src/earning/rules/ruleSet.ts';
import type { Transaction } from '../../src/earning/transaction.ts';
import { compareRates } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { type Contender, interleave, type Round } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { anyCategory, benchRules } from '../rules.ts';
import type { Setting } from '../setting.ts';

const FEW = 5;
const MANY = 500;
/** The clock is read once for so many. */
const RUN = 500;

/** What a transaction costs to judge, with many rules against few: compiled once each, and the same transactions. */
export async function rulesFigures(setting: Setting): Promise<readonly Figure[]> {
  const contenders = [MANY, FEW].map((number) => judging(number, compileRuleSet(benchRules(number), PROGRAM)));
  const [ours = [], theirs = []] = await interleave(contenders, setting.rounds, setting.milliseconds);
  const figure = `judging a transaction by ${MANY} rules`;
  return [compareRates({ figure, baseline: `by ${FEW} rules`, ours, theirs }, 0.67)];
}

function judging(number: number, ruleSet: RuleSet): Contender {
  return {
    name: `${number} rules`,
    async run(milliseconds): Promise<Round> {
      const transactions = Array.from({ length: RUN }, purchase);
      const begin = performance.now();
      let judged = 0;
      while (performance.now() - begin < milliseconds) {
        for (const transaction of transactions) {
          if (ruleSet.problemOf(transaction) !== null || ruleSet.readsOf(transaction).length === 0) {
            throw new Error('the rules do not fit the transaction');
          }
          if ('rejection' in ruleSet.assess(transaction, [])) throw new Error('refused');
        }
        judged += RUN;
      }
      return { rate: (1000 * judged) / (performance.now() - begin), p50: null, p99: null };
    },
  };
}

function purchase(): Transaction {
  const amount = { amount: (1 + Math.floor(Math.random() * 10_000) / 100).toString(), currencyCode: 'USD' };
  const id = randomUUID();
  return {
    id,
    memberId: 'm',
    kind: 'PURCHASE',
    amount,
    category: anyCategory(),
    merchantId: null,
    occurredAt: new Date(),
  };
}
