import { expect, it } from 'vitest';
import { compileRuleSet } from '../../../../src/earning/rules/compileRuleSet.ts';
import type { NamedRule } from '../../../../src/earning/rules/compiled/compiledRules.ts';
import type { Transaction } from '../../../../src/earning/transaction.ts';
import type { Assessment } from '../../../../src/ledger/award.ts';
import type { Given } from './support/account.ts';
import { smallBooks } from './support/smallBooks.ts';

const UTC = { decimals: 0, timeZone: 'Etc/UTC' };

it('gives a part that stays no more of a cap than the whole had: others may have used it', () => {
  const books = smallBooks(compileRuleSet([perDollar, visit, visitCap], UTC));
  // 200 by the rate, which needs 100; the 50 that stay would be a visit of 60, but the visits of the day are used up.
  expect(books.record(purchase('a', '200')).points).toBe(200n);
  expect(books.record(purchase('b', '50')).points).toBe(60n);
  books.takeBack(0, '150');
  expect(books.counters.get('ann c:visits:2026-11-25')).toBe(60n);
  expect(books.awards[0]?.award.reversed).toBe(200n);
});

it('looks for the campaign of every transaction anew', () => {
  const books = smallBooks(compileRuleSet([visit, december], UTC));
  const at = (day: string): bigint => books.record({ ...purchase(day, '10'), occurredAt: new Date(day) }).points;
  expect(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01', '2026-12-02'].map(at)).toEqual([
    60n,
    120n,
    120n,
    60n,
    120n,
  ]);
});

const at = (day: string): Transaction => ({ ...purchase(day, '10'), occurredAt: new Date(day) });
const capped = (start: string, end: string) => compileRuleSet([visit, campaignCap(start, end)], UTC);

it('counts a campaign of its own under a cap that is used again, and the same one when its end is moved', () => {
  const spring = given(capped('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z').assess(at('2026-03-10'), []));
  const used = spring.adds.map(({ owner, key, amount }) => ({ owner, key, value: amount }));

  // The same start, spelled otherwise: of 100 points 40 are left.
  const longer = capped('2026-03-01T01:00:00+01:00', '2026-05-01T00:00:00Z');
  expect(given(longer.assess(at('2026-04-10'), used)).points).toBe(40n);
  const autumn = capped('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z');
  expect(autumn.readsOf(at('2026-09-10'))).not.toContainEqual(expect.objectContaining({ from: used[0]?.key }));
  const twice = used.map(({ owner, key }) => ({ owner, key, value: 100n }));
  expect(given(autumn.assess(at('2026-09-10'), twice)).points).toBe(60n);
});

const perDollar: NamedRule = {
  ruleId: 'rate',
  definition: {
    kind: 'BASE',
    name: 'A point a dollar from a hundred on',
    when: {},
    award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'USD', points: '1', minimumAmount: '100' }] },
  },
};
const visit: NamedRule = {
  ruleId: 'visit',
  definition: { kind: 'BASE', name: 'Sixty a visit', when: {}, award: { type: 'FLAT', points: '60' } },
};
const visitCap: NamedRule = {
  ruleId: 'visits',
  definition: {
    kind: 'CAP',
    name: 'Sixty a day for visits',
    when: {},
    rules: ['visit'],
    per: 'MEMBER',
    period: 'DAY',
    points: '60',
    exceeding: 'TRIM',
  },
};
const december: NamedRule = {
  ruleId: 'december',
  definition: {
    kind: 'MULTIPLIER',
    name: 'December twice',
    when: { window: { start: '2026-12-01T00:00:00Z', end: '2027-01-01T00:00:00Z' } },
    factor: '2',
  },
};

function campaignCap(start: string, end: string): NamedRule {
  return {
    ruleId: 'campaigns',
    definition: {
      kind: 'CAP',
      name: 'A hundred a campaign',
      when: { window: { start, end } },
      per: 'MEMBER',
      period: 'CAMPAIGN',
      points: '100',
      exceeding: 'TRIM',
    },
  };
}

function given(assessment: Assessment): Given {
  if ('rejection' in assessment) throw new Error(assessment.rejection.code);
  return assessment;
}

function purchase(id: string, amount: string): Transaction {
  const occurredAt = new Date('2026-11-25T10:00:00Z');
  const money = { amount, currencyCode: 'USD' };
  return { id, memberId: 'ann', kind: 'PURCHASE', amount: money, category: null, merchantId: null, occurredAt };
}
