import { LRUCache } from 'lru-cache';
import type { ProgramPolicy } from '../../ledger/program.ts';
import type { RuleVersion } from '../earningRules.ts';
import { compileRuleSet } from './compileRuleSet.ts';
import type { RuleDefinition } from './ruleDefinition.ts';
import type { RuleSet } from './ruleSet.ts';

export interface RuleHistory {
  /** All versions, by rule id and version. */
  readonly versions: readonly RuleVersion[];
  /** The rules in force at an instant, of those known by another. Compiled once for as long as they are the same. */
  ruleSetAt(at: Date, knownBy?: Date): RuleSet;
  /** The definitions in force at an instant, by rule id. */
  definitionsAt(at: Date): ReadonlyMap<string, RuleDefinition>;
}

/**
 * Sets that are kept compiled: of each program the one of now, and those that late transactions and reversals ask for.
 * More than the programs whose versions are kept: where they were fewer, every transaction would compile its set anew.
 */
export type CompiledSets = LRUCache<string, RuleSet>;

export function createCompiledSets(): CompiledSets {
  return new LRUCache({ max: 512 });
}

/** A program's versions, which must be in the order of rule id and version, as rules at any instant. */
export function createRuleHistory(
  program: Pick<ProgramPolicy, 'id' | 'decimals' | 'timeZone'>,
  versions: readonly RuleVersion[],
  compiled: CompiledSets,
): RuleHistory {
  // Between two of these instants nothing changes.
  const edges = [...new Set(versions.map(({ effectiveFrom }) => effectiveFrom.getTime()))].sort((a, b) => a - b);
  const keys = new Map<number, string>();

  return {
    versions,
    definitionsAt: (at) => definitionsOf(versionsAt(versions, at.getTime())),
    ruleSetAt(at, knownBy) {
      if (knownBy !== undefined && versions.some(({ changedAt }) => changedAt > knownBy)) {
        const known = versionsAt(
          versions.filter(({ changedAt }) => changedAt <= knownBy),
          at.getTime(),
        );
        return compiledOf(keyOf(program.id, known), () => known);
      }
      const edge = edges.findLast((instant) => instant <= at.getTime()) ?? -Infinity;
      let key = keys.get(edge);
      if (key === undefined) {
        key = keyOf(program.id, versionsAt(versions, edge));
        keys.set(edge, key);
      }
      return compiledOf(key, () => versionsAt(versions, edge));
    },
  };

  function compiledOf(key: string, inForce: () => readonly RuleVersion[]): RuleSet {
    let ruleSet = compiled.get(key);
    if (ruleSet === undefined) {
      ruleSet = compileRuleSet(namedRules(definitionsOf(inForce())), program);
      compiled.set(key, ruleSet);
    }
    return ruleSet;
  }
}

export function namedRules(definitions: ReadonlyMap<string, RuleDefinition>) {
  return [...definitions].map(([ruleId, definition]) => ({ ruleId, definition }));
}

/** Of every rule the highest version that had taken effect by then. */
function versionsAt(versions: readonly RuleVersion[], at: number): RuleVersion[] {
  const inForce = new Map<string, RuleVersion>();
  for (const version of versions) if (version.effectiveFrom.getTime() <= at) inForce.set(version.ruleId, version);
  return [...inForce.values()];
}

function definitionsOf(versions: readonly RuleVersion[]): Map<string, RuleDefinition> {
  const definitions = new Map<string, RuleDefinition>();
  for (const { ruleId, definition } of versions) if (definition !== null) definitions.set(ruleId, definition);
  return definitions;
}

// Versions are never rewritten, so that their numbers name what they say.
function keyOf(programId: string, versions: readonly RuleVersion[]): string {
  return JSON.stringify([programId, ...versions.map(({ ruleId, version }) => [ruleId, version])]);
}
