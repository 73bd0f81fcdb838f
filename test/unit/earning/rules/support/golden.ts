import { compileRuleSet } from '../../../../../src/earning/rules/compileRuleSet.ts';
import type { PolicyRule, RuleDefinition, TierPolicy } from '../../../../../src/earning/rules/ruleDefinition.ts';
import type { RuleSet } from '../../../../../src/earning/rules/ruleSet.ts';
import type { Transaction, TransactionKind } from '../../../../../src/earning/transaction.ts';
import type { Counter, CounterAdd } from '../../../../../src/ledger/counters.ts';
import { canonicalDecimal, formatMinor, toMinor } from '../../../../../src/ledger/points.ts';

export interface TakeBackStep {
  readonly amount: string | null;
  readonly points?: string;
  readonly left?: string;
  readonly refused?: string | null;
}

export interface GoldenCase {
  readonly name: string;
  readonly decimals?: number;
  readonly use?: readonly string[];
  readonly policy?: Partial<PolicyRule>;
  readonly tiers?: Partial<TierPolicy>;
  readonly earned?: Readonly<Record<string, string>>;
  readonly used?: Readonly<Record<string, string>>;
  readonly transaction: {
    readonly kind?: TransactionKind;
    readonly amount?: string;
    readonly category?: string;
    readonly merchantId?: string;
    readonly occurredAt?: string;
  };
  readonly worked: string;
  readonly lines: readonly (readonly [rule: string, points: string])[];
  readonly points: string;
  readonly counts?: Readonly<Record<string, string>>;
  readonly tier?: string;
  readonly clears?: string;
  readonly noRate?: string;
  readonly rejected?: string;
  readonly takeBack?: readonly TakeBackStep[];
}

export interface GoldenFile {
  readonly about: string;
  readonly program: { readonly decimals: number; readonly timeZone: string };
  readonly rules: Readonly<Record<string, RuleDefinition>>;
  readonly cases: readonly GoldenCase[];
}

export function compileCase(file: GoldenFile, golden: GoldenCase): { ruleSet: RuleSet; decimals: number } {
  const decimals = golden.decimals ?? file.program.decimals;
  const rules = Object.entries(file.rules)
    .filter(([ruleId]) => ruleId === 'policy' || golden.use === undefined || golden.use.includes(ruleId))
    .map(([ruleId, definition]) => ({
      ruleId,
      definition: definition.kind === 'POLICY' ? policyOf(definition, golden) : definition,
    }));
  return { ruleSet: compileRuleSet(rules, { decimals, timeZone: file.program.timeZone }), decimals };
}

function policyOf(policy: PolicyRule, golden: GoldenCase): PolicyRule {
  const tiers = policy.tiers === null ? null : { ...policy.tiers, ...golden.tiers };
  return { ...policy, ...golden.policy, tiers };
}

export function transactionOf({ transaction }: GoldenCase): Transaction {
  const {
    kind = 'PURCHASE',
    amount,
    category = null,
    merchantId = null,
    occurredAt = '2026-11-25T10:00:00Z',
  } = transaction;
  const [number = '', currencyCode = ''] = amount?.split(' ') ?? [];
  return {
    id: 'transaction',
    memberId: 'member',
    kind,
    amount: amount === undefined ? null : { amount: canonicalDecimal(number) ?? '', currencyCode },
    category,
    merchantId,
    occurredAt: new Date(occurredAt),
  };
}

/** Counters as the ledger would have them: of caps, and of tiers by day and by year. */
export function countersOf(file: GoldenFile, { used = {}, earned = {} }: GoldenCase, decimals: number): Counter[] {
  const years = new Map<string, bigint>();
  const counters: Counter[] = Object.entries(used).map(([name, points]) => {
    const rule = file.rules[name.slice(0, name.lastIndexOf(':'))];
    const owner = rule?.kind === 'CAP' && rule.per === 'PROGRAM' ? 'program' : 'account';
    return { owner, key: `c:${name}`, value: minorOf(points, decimals) };
  });
  for (const [day, points] of Object.entries(earned)) {
    const value = minorOf(points, decimals);
    counters.push({ owner: 'account', key: `q:${day}`, value });
    years.set(day.slice(0, 4), (years.get(day.slice(0, 4)) ?? 0n) + value);
  }
  for (const [year, value] of years) counters.push({ owner: 'account', key: `qy:${year}`, value });
  return counters;
}

/** What was added, by the names that cases use. */
export function countsOf(adds: readonly CounterAdd[], decimals: number): Record<string, string> {
  return Object.fromEntries(adds.map(({ key, amount }) => [key.replace(/^c:/, ''), formatMinor(amount, decimals)]));
}

function minorOf(points: string, decimals: number): bigint {
  const minor = toMinor(points, decimals);
  if (typeof minor === 'string') throw new Error(`${points}: ${minor}`);
  return minor;
}
