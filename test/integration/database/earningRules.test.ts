import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEarningRules } from '../../../src/database/createEarningRules.ts';
import { createPrograms } from '../../../src/database/createPrograms.ts';
import type { Sql } from '../../../src/database/port.ts';
import type { EarningRules, NewRuleVersion, RuleVersion } from '../../../src/earning/earningRules.ts';
import type { RuleDefinition } from '../../../src/earning/rules/ruleDefinition.ts';
import type { RuleSet } from '../../../src/earning/rules/ruleSet.ts';
import type { Programs } from '../../../src/program/programs.ts';
import { createTestDatabase, type TestDatabase } from '../../support/testDatabase.ts';

let database: TestDatabase;
let programs: Programs;
let rules: EarningRules;

beforeAll(async () => {
  database = await createTestDatabase();
  const store = createPrograms(database.prisma, { defaultId: 'shop' });
  for (const id of ['shop', 'other', 'racing', 'cached', 'known']) await store.save(programOf(id));
  programs = store;
  rules = createEarningRules(database.reads, programs);
});
afterAll(() => database.close());

describe('earning rules in the database', () => {
  it('keeps every version, and judges by the one in force at the instant', async () => {
    const one = await added(rules, versionOf({ definition: flat('1') }));
    const two = await added(rules, versionOf({ expectedVersion: 1, definition: flat('2'), reason: 'a gift' }));
    const retired = await added(rules, versionOf({ expectedVersion: 2, definition: null }));
    expect(one).toMatchObject({ version: 1, changedBy: 'admin', reason: null, effectiveFrom: one.changedAt });
    expect(await rules.versions('shop', 'base')).toEqual([retired, two, one]);
    expect(await rules.newest('shop')).toEqual([retired]);
    expect(await rules.versions('shop', 'none')).toEqual([]);

    const before = new Date(one.effectiveFrom.getTime() - 1);
    expect(await pointsAt(rules, before)).toBe(0n);
    expect(await pointsAt(rules, one.effectiveFrom)).toBe(two.effectiveFrom > one.effectiveFrom ? 1n : 2n);
    expect(await pointsAt(rules, retired.effectiveFrom)).toBe(0n);
  });

  it('lets a version wait for its time, and a later one take its place', async () => {
    const soon = new Date(Date.now() + 3_600_000);
    await added(rules, versionOf({ ruleId: 'soon', definition: flat('5'), effectiveFrom: soon }));
    expect(await pointsAt(rules, new Date(soon.getTime() - 1))).toBe(0n);
    expect(await pointsAt(rules, soon)).toBe(5n);
    await added(rules, versionOf({ ruleId: 'soon', expectedVersion: 1, definition: flat('3') }));
    expect(await pointsAt(rules, soon)).toBe(3n);
    expect(await rules.add(versionOf({ ruleId: 'soon', expectedVersion: 2, effectiveFrom: new Date(0) }))).toBe('past');
    expect(await rules.versions('shop', 'soon')).toHaveLength(2);
  });

  it('overwrites nobody: of many who expect the same version one adds the next', async () => {
    const tries = Array.from({ length: 12 }, async (_, index) =>
      rules.add(versionOf({ programId: 'racing', definition: flat(`${index + 1}`) })),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => outcome === 'overtaken')).toHaveLength(11);
    expect(await rules.versions('racing', 'base')).toHaveLength(1);
    expect(await rules.add(versionOf({ programId: 'racing', expectedVersion: 5 }))).toBe('overtaken');
  });

  it('sees at once what another process added', async () => {
    const elsewhere = createEarningRules(database.hot, programs);
    expect(pointsOf(await rules.ruleSetAt('other', new Date()))).toBe(0n);
    const one = await added(elsewhere, versionOf({ programId: 'other', definition: flat('7') }));
    expect(pointsOf(await rules.ruleSetAt('other', one.effectiveFrom))).toBe(7n);
    const two = await added(elsewhere, versionOf({ programId: 'other', expectedVersion: 1, definition: flat('8') }));
    expect(pointsOf(await rules.ruleSetAt('other', two.effectiveFrom))).toBe(8n);
  });

  it('leaves out what was not known yet, where it is asked to', async () => {
    const one = await added(rules, versionOf({ programId: 'known', definition: flat('7') }));
    const two = await added(rules, versionOf({ programId: 'known', expectedVersion: 1, definition: flat('8') }));
    const known = async (by: Date) => pointsOf(await rules.ruleSetAt('known', two.effectiveFrom, by));
    const before = new Date(two.changedAt.getTime() - 1);
    expect(await known(two.changedAt)).toBe(8n);
    expect(await known(before)).toBe(one.changedAt <= before ? 7n : 0n);
    expect(await known(new Date(one.changedAt.getTime() - 1))).toBe(0n);
    expect(await known(new Date())).toBe(8n);
  });

  it('compiles a set once, and asks once for all who ask together', async () => {
    const { counting, statements } = countingSql();
    const counted = createEarningRules(counting, programs);
    const one = await added(counted, versionOf({ programId: 'cached', definition: flat('1') }));
    const first = await counted.ruleSetAt('cached', one.effectiveFrom);
    statements.length = 0;
    const many = await Promise.all(Array.from({ length: 100 }, () => counted.ruleSetAt('cached', one.effectiveFrom)));
    expect(new Set(many)).toEqual(new Set([first]));
    expect(statements).toEqual(['earning_rule_versions']);

    // A version that is not in force yet makes no other set.
    const later = new Date(Date.now() + 3_600_000);
    await added(counted, versionOf({ programId: 'cached', expectedVersion: 1, effectiveFrom: later }));
    expect(await counted.ruleSetAt('cached', one.effectiveFrom)).toBe(first);
  });

  it('puts drafts in place of the rules of their ids, and keeps none', async () => {
    const at = new Date();
    const drafts = [
      { ruleId: 'soon', definition: null },
      { ruleId: 'draft', definition: flat('11') },
    ];
    expect(pointsOf(await rules.draftRuleSet('shop', at, drafts))).toBe(11n);
    expect(await rules.versions('shop', 'draft')).toEqual([]);
  });

  it('lets nobody rewrite a version', async () => {
    const forge = { name: 'forge', text: `UPDATE earning_rule SET reason = 'forged'` };
    await expect(database.reads.query(forge, [])).rejects.toThrow();
  });
});

function versionOf(version: Partial<NewRuleVersion>): NewRuleVersion {
  const base = { programId: 'shop', ruleId: 'base', expectedVersion: 0, definition: flat('1') };
  return { ...base, effectiveFrom: null, changedBy: 'admin', reason: null, ...version };
}

function flat(points: string): RuleDefinition {
  return { kind: 'BASE', name: 'Flat', when: {}, award: { type: 'FLAT', points } };
}

async function added(target: EarningRules, version: NewRuleVersion): Promise<RuleVersion> {
  const outcome = await target.add(version);
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

async function pointsAt(target: EarningRules, at: Date): Promise<bigint> {
  return pointsOf(await target.ruleSetAt('shop', at));
}

function pointsOf(ruleSet: RuleSet): bigint {
  const occurredAt = new Date('2026-11-25T10:00:00Z');
  const assessed = ruleSet.assess(
    { id: 't', memberId: 'm', kind: 'MILESTONE', amount: null, category: null, merchantId: null, occurredAt },
    [],
  );
  if ('rejection' in assessed) throw new Error(assessed.rejection.code);
  return assessed.points;
}

function countingSql() {
  const statements: string[] = [];
  const counting: Sql = {
    query(statement, values) {
      statements.push(statement.name);
      return database.reads.query(statement, values);
    },
  };
  return { counting, statements };
}

function programOf(id: string) {
  return {
    id,
    name: id,
    unitName: 'points',
    decimals: 0,
    timeZone: 'Etc/UTC',
    expiryMonths: null,
    refundGraceDays: 0,
    opensAccounts: true,
    plumTokenHash: null,
    plumAllowedIps: [],
  };
}
