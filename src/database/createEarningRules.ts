import { LRUCache } from 'lru-cache';
import type { EarningRules, NewRuleVersion, RuleVersion } from '../earning/earningRules.ts';
import { compileRuleSet } from '../earning/rules/compileRuleSet.ts';
import { createCompiledSets, createRuleHistory, namedRules, type RuleHistory } from '../earning/rules/ruleHistory.ts';
import { readTogether } from '../ledger/readTogether.ts';
import type { Program, Programs } from '../program/programs.ts';
import { addRuleVersion } from './addRuleVersion.ts';
import { countRuleVersions, readRuleVersions } from './readRuleVersions.ts';
import type { Sql } from './port.ts';

/** Programs whose versions are kept; others are read again. */
const PROGRAMS = 200;

/**
 * The programs' earning rules in the database. Versions are only ever added, so that as many as are known are the same
 * ones: whoever asks for rules asks PostgreSQL how many there are, together with all who ask in the same turn of the
 * event loop, and reads them when there are more than are known. Throws DatabaseUnavailable and DatabaseRefused.
 */
export function createEarningRules(sql: Sql, programs: Programs): EarningRules {
  const histories = new LRUCache<string, RuleHistory>({ max: PROGRAMS });
  const compiled = createCompiledSets();
  const countOf = readTogether((programIds: readonly string[]) => countRuleVersions(sql, programIds));
  const readOf = readTogether((programIds: readonly string[]) => readRuleVersions(sql, programIds));

  /** All that was committed before it was asked. */
  async function historyOf(programId: string): Promise<RuleHistory> {
    const [[count = 0], program] = await Promise.all([countOf([programId]), programOf(programId)]);
    const known = histories.get(programId);
    if (known !== undefined && known.versions.length >= count) return known;
    const [versions = []] = await readOf([programId]);
    const meanwhile = histories.get(programId);
    if (meanwhile !== undefined && meanwhile.versions.length >= versions.length) return meanwhile;
    const history = createRuleHistory(program, versions, compiled);
    histories.set(programId, history);
    return history;
  }

  async function programOf(programId: string): Promise<Program> {
    const program = await programs.find(programId);
    if (program === null) throw new Error(`there is no program ${programId}`);
    return program;
  }

  return {
    ruleSetAt: async (programId, at, knownBy) => (await historyOf(programId)).ruleSetAt(at, knownBy),
    async draftRuleSet(programId, at, drafts) {
      const [history, program] = await Promise.all([historyOf(programId), programOf(programId)]);
      const definitions = new Map(history.definitionsAt(at));
      for (const { ruleId, definition } of drafts) {
        if (definition === null) definitions.delete(ruleId);
        else definitions.set(ruleId, definition);
      }
      return compileRuleSet(namedRules(definitions), program);
    },
    async newest(programId) {
      const { versions } = await historyOf(programId);
      return versions.filter(({ ruleId }, index) => versions[index + 1]?.ruleId !== ruleId);
    },
    async versions(programId, ruleId): Promise<RuleVersion[]> {
      const { versions } = await historyOf(programId);
      return versions.filter((version) => version.ruleId === ruleId).toReversed();
    },
    add: (version: NewRuleVersion) => addRuleVersion(sql, version),
  };
}
