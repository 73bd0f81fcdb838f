import { expect, test } from 'vitest';
import { rulesOfAward } from '../../../src/earning/judgingRules.ts';
import { factsText } from '../../../src/earning/rules/facts.ts';
import type { Transaction } from '../../../src/earning/transaction.ts';
import { memoryEarningRules } from '../../doubles/memoryEarningRules.ts';
import { aProgram, memoryPrograms } from '../../doubles/memoryPrograms.ts';
import { aFlat } from '../../doubles/rules.ts';

test('what judged an award was there when it was recorded, whatever the clock of the transaction said', async () => {
  const clock = { now: new Date('2026-06-15T12:00:00Z') };
  const rules = memoryEarningRules(memoryPrograms([aProgram()]), () => clock.now);
  const change = (points: string, expectedVersion: number) =>
    rules.add({
      programId: 'rewards',
      ruleId: 'visit',
      expectedVersion,
      definition: aFlat(points),
      effectiveFrom: null,
      changedBy: 'ann',
      reason: null,
    });
  await change('5', 0);
  // The service's clock is two seconds ahead of the database's, by which awards and rules are recorded.
  const recordedAt = new Date('2026-06-15T12:00:01Z');
  const transaction = aTransaction(new Date('2026-06-15T12:00:03Z'));
  clock.now = new Date('2026-06-15T12:00:02Z');
  await change('7', 1);

  const facts = factsText({ transaction, judgedAt: null, lines: [], tier: null, counters: [], adds: [] });
  const judged = (await rulesOfAward(rules, 'rewards', { facts, recordedAt })).assess(transaction, []);
  expect(judged).toMatchObject({ points: 5n });
  const later = await rulesOfAward(rules, 'rewards', { facts, recordedAt: clock.now });
  expect(later.assess(transaction, [])).toMatchObject({ points: 7n });
});

function aTransaction(occurredAt: Date): Transaction {
  return { id: 't-1', memberId: 'm-1', kind: 'PURCHASE', amount: null, category: null, merchantId: null, occurredAt };
}
