import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Earning } from '../../../src/earning/earning.ts';
import { decimalOf, decimalText, plus, ZERO } from '../../../src/earning/rules/decimal.ts';
import type { RuleDefinition } from '../../../src/earning/rules/ruleDefinition.ts';
import { formatMinor, toMinor } from '../../../src/ledger/points.ts';
import type { RecordTransactionResult, SimulateEarningResult } from '../../../src/earning/earningUseCases.ts';
import { type Sent, someRules, someTransaction } from './support/arbitraries.ts';
import { countersOf } from './support/counters.ts';
import { day, useEarning } from './support/useEarning.ts';

const earning = useEarning();
const MEMBERS = ['m-1', 'm-2'];
const transactions = fc.array(someTransaction, { minLength: 4, maxLength: 10 });
const decimals = fc.constantFrom(0, 2);

test('what is simulated is what is recorded at the same instant, and the lines sum exactly to the points', async () => {
  await fc.assert(
    fc.asyncProperty(someRules, transactions, decimals, async (rules, sent, decimals) => {
      await begin(rules, decimals);
      for (const [index, transaction] of sent.entries()) {
        const simulated = await earning.useCases.simulateEarning(earning.staff, { transaction });
        const recorded = await earning.useCases.recordTransaction(earning.staff, {
          transactionId: `t-${index}`,
          ...transaction,
        });
        expect(told(recorded)).toEqual(toldOfSimulation(simulated));
        if (recorded.ok) expect(sumOf(recorded.value)).toBe(formatMinor(recorded.value.points, decimals));
      }
      await expectCapsKept(rules, decimals);
    }),
    { numRuns: 20 },
  );
  expect(await earning.books.verify()).toBeNull();
});

test('reversing everything, in parts and in any order, brings every counter and balance back to nothing', async () => {
  const parts = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 9_999 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(someRules, transactions, parts, async (rules, sent, parts) => {
      await begin(rules, 0);
      const inputs = sent.map((transaction, index) => ({ transactionId: `t-${index}`, ...transaction }));
      const answers = await earning.useCases.recordTransactions(earning.staff, inputs);
      const recorded = answers.flatMap((answer) => ('value' in answer ? [answer.value] : []));
      for (const [index, [which, cents]] of parts.entries()) {
        const of = recorded[which % Math.max(recorded.length, 1)];
        if (of?.remainingAmount == null) continue;
        const amount = { amount: String(cents / 100), currencyCode: of.remainingAmount.currencyCode };
        await reverse(`part-${index}`, of, amount);
      }
      await expectCapsKept(rules, 0);
      for (const of of recorded.toReversed()) await reverse(`rest-${of.id}`, of, null);
      expect(await countersOf(earning, MEMBERS)).toEqual({});
      for (const memberId of new Set(recorded.map((of) => of.memberId))) {
        expect(await earning.account(memberId)).toMatchObject({ balance: 0n, pending: 0n, debt: 0n });
      }
    }),
    { numRuns: 20 },
  );
  expect(await earning.books.verify()).toBeNull();
});

test('the order in which independent transactions come does not matter, nor for the tier that they reach', async () => {
  const days = fc.uniqueArray(fc.integer({ min: 12, max: 28 }), { minLength: 3, maxLength: 6 });
  const orders = days.chain((all) =>
    fc.record({
      days: fc.constant(all),
      sent: fc.array(someTransaction, { minLength: all.length, maxLength: all.length }),
      order: fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(someRules, orders, async (rules, { days, sent, order }) => {
      await begin(new Map([...rules].flatMap(([ruleId, rule]) => withinADay(ruleId, rule))), 2);
      const record = async (memberId: string, indexes: readonly number[]) => {
        const made = new Map<number, unknown>();
        for (const index of indexes) {
          const transaction = { ...(sent[index] as Sent), memberId, occurredAt: day(days[index] ?? 0) };
          const input = { transactionId: `${memberId}-${index}`, ...transaction };
          made.set(index, told(await earning.useCases.recordTransaction(earning.staff, input)));
        }
        const next = { memberId, kind: 'MILESTONE' as const };
        const simulated = await earning.useCases.simulateEarning(earning.staff, { transaction: next });
        return { made: [...sent.keys()].map((index) => made.get(index)), tier: simulated.ok && simulated.value.tier };
      };
      expect(await record('m-1', order)).toEqual(await record('m-2', [...sent.keys()]));
    }),
    { numRuns: 20 },
  );
});

async function begin(rules: ReadonlyMap<string, RuleDefinition>, decimals: number): Promise<void> {
  earning.begin({ decimals });
  earning.books.toDay(30);
  await earning.rules(rules);
}

async function reverse(
  idempotencyKey: string,
  { id }: Earning,
  amount: { amount: string; currencyCode: string } | null,
): Promise<void> {
  const input = { idempotencyKey, earning: { earningId: id }, amount };
  const result = await earning.useCases.reverseEarning(earning.staff, input);
  if (result.ok) return;
  // A part may be more than is left of it, and then nothing is.
  expect(result.failure.type).toBe('EarningNotReversible');
}

function told(result: RecordTransactionResult) {
  if (!result.ok) return result.failure;
  const { points, breakdown, status, clearsAt } = result.value;
  return { points, breakdown, clearing: status === 'POSTED' ? 'AT_ONCE' : (clearsAt ?? 'ON_SIGNAL') };
}

function toldOfSimulation(result: SimulateEarningResult) {
  if (!result.ok) return result.failure;
  const { points, breakdown, clearing } = result.value;
  return { points, breakdown, clearing };
}

function sumOf({ breakdown }: Earning): string {
  return decimalText(breakdown.map(({ points }) => decimalOf(points)).reduce(plus, ZERO));
}

/** No counter of a cap stands above what the cap allows. */
async function expectCapsKept(rules: ReadonlyMap<string, RuleDefinition>, decimals: number): Promise<void> {
  for (const [name, value] of Object.entries(await countersOf(earning, MEMBERS))) {
    const ruleId = /^\S+ c:([^:]+):/.exec(name)?.[1];
    const rule = ruleId === undefined ? undefined : rules.get(ruleId);
    if (rule?.kind === 'CAP') expect(value, name).toBeLessThanOrEqual(BigInt(toMinor(rule.points, decimals)));
    expect(value, name).toBeGreaterThan(0n);
  }
}

/** The rule as one by which transactions of different days know nothing of each other. */
function withinADay(ruleId: string, rule: RuleDefinition): [string, RuleDefinition][] {
  if (rule.kind === 'TIER_BONUS') return [];
  if (rule.kind !== 'CAP' || rule.period === 'TRANSACTION') return [[ruleId, rule]];
  return [[ruleId, { ...rule, per: 'MEMBER', period: 'DAY' }]];
}
