import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../../../../src/earning/rules/compileRuleSet.ts';
import type { NamedRule } from '../../../../src/earning/rules/compiled/compiledRules.ts';
import { decimalOf, decimalText, plus, round, ZERO } from '../../../../src/earning/rules/decimal.ts';
import { factsOf, remainingAmount } from '../../../../src/earning/rules/facts.ts';
import type { PolicyRule } from '../../../../src/earning/rules/ruleDefinition.ts';
import { formatMinor } from '../../../../src/ledger/points.ts';
import { memberCapsOnly, multiplierRule, noCaps, PROGRAM, ruleSets, transaction } from './support/arbitraries.ts';
import { type SmallBooks, smallBooks } from './support/smallBooks.ts';

const RUNS = { numRuns: 300 };
const { decimals } = PROGRAM;
const transactions = fc.array(transaction, { minLength: 1, maxLength: 12 });
/** Which award, and which share of what is left of its amount: all, or so many hundredths. */
const backs = fc.array(fc.tuple(fc.nat({ max: 11 }), fc.option(fc.integer({ min: 1, max: 99 }))), { maxLength: 12 });

describe('a rule set', () => {
  it('explains every point: the lines sum exactly to the points', () => {
    fc.assert(
      fc.property(ruleSets(), transactions, (rules, many) => {
        const books = smallBooks(compileRuleSet(rules, PROGRAM));
        for (const one of many) {
          const { points, facts } = books.record(one);
          const sum = factsOf(facts).lines.reduce((total, line) => plus(total, decimalOf(line.points)), ZERO);
          expect(decimalText(sum)).toBe(formatMinor(points, decimals));
        }
      }),
      RUNS,
    );
  });

  it('never exceeds a cap, whatever is taken back in between', () => {
    fc.assert(
      fc.property(ruleSets(), transactions, backs, transactions, (rules, many, reversals, more) => {
        const books = smallBooks(compileRuleSet(rules, PROGRAM));
        for (const one of many) books.record(one);
        for (const [index, share] of reversals) takeShare(books, index, share);
        for (const one of more) books.record(one);
        for (const [name, value] of books.counters) {
          const [, , ruleId] = /^(\S+) c:([^:]+):/.exec(name) ?? [];
          expect(value).toBeGreaterThanOrEqual(0n);
          if (ruleId !== undefined) expect(value).toBeLessThanOrEqual(limitOf(rules, ruleId));
        }
        expectWholesWithinCaps(rules, books);
      }),
      RUNS,
    );
  });

  it('leaves nothing behind when all is taken back, in any order and in any parts', () => {
    fc.assert(
      fc.property(ruleSets(), transactions, backs, fc.nat(), (rules, many, reversals, turn) => {
        const books = smallBooks(compileRuleSet(rules, PROGRAM));
        for (const one of many) books.record(one);
        for (const [index, share] of reversals) takeShare(books, index, share);
        for (let i = 0; i < many.length; i += 1) books.takeBack((i + turn) % many.length, null);
        for (const { award } of books.awards) expect(award.reversed).toBe(award.points);
        for (const [name, value] of books.counters) expect([name, value]).toEqual([name, 0n]);
      }),
      RUNS,
    );
  });

  it('judges a member whatever others do, where no cap is for all of them', () => {
    fc.assert(
      fc.property(ruleSets(memberCapsOnly), transactions, (rules, many) => {
        const ruleSet = compileRuleSet(rules, PROGRAM);
        const mixed = smallBooks(ruleSet);
        for (const one of many) mixed.record(one);
        const apart = smallBooks(ruleSet);
        for (const name of ['bob', 'ann']) {
          for (const one of many.filter(({ memberId }) => memberId === name)) apart.record(one);
        }
        expect(apart.counters).toEqual(mixed.counters);
        expect(factsById(apart)).toEqual(factsById(mixed));
      }),
      RUNS,
    );
  });

  it('judges transactions in any order, where neither caps nor tiers tie them together', () => {
    fc.assert(
      fc.property(ruleSets(noCaps), transactions, (rules, many) => {
        const ruleSet = compileRuleSet(rules.map(withoutTiers), PROGRAM);
        const one = smallBooks(ruleSet);
        const other = smallBooks(ruleSet);
        for (const each of many) one.record(each);
        for (const each of many.toReversed()) other.record(each);
        expect(factsById(other)).toEqual(factsById(one));
      }),
      RUNS,
    );
  });

  it('is the same in whatever order its rules were read', () => {
    fc.assert(
      fc.property(
        ruleSets().chain((rules) =>
          fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
        ),
        transactions,
        ([rules, shuffled], many) => {
          const one = smallBooks(compileRuleSet(rules, PROGRAM));
          const other = smallBooks(compileRuleSet(shuffled, PROGRAM));
          for (const each of many) expect(other.record(each)).toEqual(one.record(each));
        },
      ),
      RUNS,
    );
  });

  it('gives as a sum at least what the best gives, as a product at least the sum, and more for one more', () => {
    const more = fc.array(multiplierRule, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(ruleSets(noCaps), more, transaction, (rules, extras, one) => {
        const plain = rules.map(withoutTiers);
        const extended = [...plain, ...extras.map((definition, index) => ({ ruleId: `extra-${index}`, definition }))];
        const [best = 0n, sum = 0n, product = 0n] = stackings(plain, one);
        expect(best <= sum && sum <= product).toBe(true);
        for (const [index, points] of stackings(extended, one).entries()) {
          expect(points).toBeGreaterThanOrEqual([best, sum, product][index] ?? 0n);
        }
      }),
      RUNS,
    );
  });

  it('finds among many rules just those that apply alone', () => {
    fc.assert(
      fc.property(ruleSets(noCaps), transaction, (rules, one) => {
        const all = rules.map(withoutTiers).map((rule) => withPolicy(rule, { baseRules: 'SUM' }));
        const alone = all
          .filter(({ definition }) => definition.kind === 'BASE')
          .flatMap((rule) => basesOf([rule], one))
          .sort((a, b) => (a.rule < b.rule ? -1 : 1));
        expect(basesOf(all, one)).toEqual(alone);
      }),
      RUNS,
    );
  });
});

function takeShare(books: SmallBooks, index: number, share: number | null): void {
  const award = books.awards[index]?.award;
  if (award === undefined) return;
  const left = remainingAmount(award);
  const cents = left === null ? 0n : (round(decimalOf(left), 2, 'DOWN') * BigInt(share ?? 0)) / 100n;
  books.takeBack(index, share === null || cents === 0n ? null : formatMinor(cents, 2));
}

function limitOf(rules: readonly NamedRule[], ruleId: string): bigint {
  const definition = rules.find((rule) => rule.ruleId === ruleId)?.definition;
  if (definition?.kind !== 'CAP') throw new Error(`${ruleId} is no cap`);
  return round(decimalOf(definition.points), decimals, 'DOWN');
}

/** By the awards themselves: what is left of those that fall under a cap on whole earnings, by owner and period. */
function expectWholesWithinCaps(rules: readonly NamedRule[], books: SmallBooks): void {
  for (const { ruleId, definition } of rules) {
    if (definition.kind !== 'CAP' || definition.rules !== undefined) continue;
    const sums = new Map<string, bigint>();
    for (const { award, given, transaction } of books.awards) {
      const left = award.points - award.reversed;
      const counter = given.adds.find(({ key }) => key.startsWith(`c:${ruleId}:`));
      if (counter === undefined) continue;
      const name = `${counter.owner === 'program' ? '' : transaction.memberId} ${counter.key}`;
      sums.set(name, (sums.get(name) ?? 0n) + left);
    }
    for (const sum of sums.values()) expect(sum).toBeLessThanOrEqual(limitOf(rules, ruleId));
  }
}

function factsById(books: SmallBooks): Map<string, string> {
  return new Map(books.awards.map(({ transaction: { id }, given }) => [id, given.facts]));
}

function withPolicy(rule: NamedRule, policy: Partial<PolicyRule>): NamedRule {
  const { ruleId, definition } = rule;
  return definition.kind === 'POLICY' ? { ruleId, definition: { ...definition, ...policy } } : rule;
}

function withoutTiers(rule: NamedRule): NamedRule {
  return withPolicy(rule, { tiers: null });
}

function stackings(rules: readonly NamedRule[], one: Parameters<SmallBooks['record']>[0]): bigint[] {
  return (['BEST', 'SUM', 'PRODUCT'] as const).map((multipliers) => {
    const set = rules.map((rule) => withPolicy(rule, { multipliers }));
    return smallBooks(compileRuleSet(set, PROGRAM)).record(one).points;
  });
}

function basesOf(rules: readonly NamedRule[], one: Parameters<SmallBooks['record']>[0]) {
  const { facts } = smallBooks(compileRuleSet(rules, PROGRAM)).record(one);
  return factsOf(facts).lines.filter(({ kind }) => kind === 'BASE');
}
