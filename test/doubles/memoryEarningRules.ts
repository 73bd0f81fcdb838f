import type { EarningRules, RuleVersion } from '../../src/earning/earningRules.ts';
import { compileRuleSet } from '../../src/earning/rules/compileRuleSet.ts';
import type { RuleDefinition } from '../../src/earning/rules/ruleDefinition.ts';
import type { RuleSet } from '../../src/earning/rules/ruleSet.ts';
import type { Programs } from '../../src/program/programs.ts';

export interface MemoryEarningRules extends EarningRules {
  /** Puts a rule there that is in force from a time on, or always: tests begin with a past. */
  put(programId: string, ruleId: string, definition: RuleDefinition | null, effectiveFrom?: Date): void;
  /** How often rules were asked for. */
  readonly asked: { ruleSets: number };
}

/** Earning rules in memory, judged by the compiled rules of the service itself. */
export function memoryEarningRules(programs: Programs, now: () => Date = () => new Date()): MemoryEarningRules {
  const kept: RuleVersion[] = [];
  const asked = { ruleSets: 0 };

  const versions = (programId: string, ruleId: string): RuleVersion[] =>
    kept.filter((rule) => rule.programId === programId && rule.ruleId === ruleId).toReversed();
  const idsOf = (programId: string): string[] =>
    [...new Set(kept.filter((rule) => rule.programId === programId).map(({ ruleId }) => ruleId))].sort();

  async function compile(
    programId: string,
    at: Date,
    drafts: readonly Pick<RuleVersion, 'ruleId' | 'definition'>[],
    knownBy?: Date,
  ): Promise<RuleSet> {
    asked.ruleSets += 1;
    const program = await programs.find(programId);
    if (program === null) throw new Error(`there is no program ${programId}`);
    const inForce = new Map<string, RuleDefinition | null>();
    for (const ruleId of idsOf(programId)) {
      const version = versions(programId, ruleId).find(
        ({ effectiveFrom, changedAt }) => effectiveFrom <= at && (knownBy === undefined || changedAt <= knownBy),
      );
      inForce.set(ruleId, version?.definition ?? null);
    }
    for (const { ruleId, definition } of drafts) inForce.set(ruleId, definition);
    const rules = [...inForce].flatMap(([ruleId, definition]) => (definition === null ? [] : [{ ruleId, definition }]));
    return compileRuleSet(rules, program);
  }

  const add = (version: Omit<RuleVersion, 'version'>): RuleVersion => {
    const number = versions(version.programId, version.ruleId).length + 1;
    const added = { ...version, version: number };
    kept.push(added);
    return added;
  };

  return {
    asked,
    ruleSetAt: (programId, at, knownBy) => compile(programId, at, [], knownBy),
    draftRuleSet: (programId, at, drafts) => compile(programId, at, drafts),
    newest: async (programId) => idsOf(programId).flatMap((ruleId) => versions(programId, ruleId).slice(0, 1)),
    versions: async (programId, ruleId) => versions(programId, ruleId),
    async add({ expectedVersion, effectiveFrom, ...version }) {
      if (versions(version.programId, version.ruleId).length !== expectedVersion) return 'overtaken';
      if (effectiveFrom !== null && effectiveFrom < now()) return 'past';
      return add({ ...version, effectiveFrom: effectiveFrom ?? now(), changedAt: now() });
    },
    put(programId, ruleId, definition, effectiveFrom = new Date(0)) {
      add({ programId, ruleId, definition, effectiveFrom, changedBy: 'test', changedAt: effectiveFrom, reason: null });
    },
  };
}
