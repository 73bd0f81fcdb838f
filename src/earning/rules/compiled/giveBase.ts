import type { PolicyRule } from '../ruleDefinition.ts';
import { compare } from '../decimal.ts';
import type { CompiledBase } from './compiledRules.ts';
import type { Gift } from './gift.ts';
import type { Subject } from './subject.ts';

/** The base points: of all rules that apply, or of the one that gives most, the first by its id among equals. */
export function giveBase(bases: readonly CompiledBase[], subject: Subject, stacking: PolicyRule['baseRules']): Gift[] {
  const gifts: Gift[] = [];
  for (const { ruleId, give } of bases) {
    const points = give(subject);
    if (points === null || typeof points === 'string') continue;
    const [best] = gifts;
    if (stacking === 'SUM' || best === undefined) gifts.push({ rule: ruleId, kind: 'BASE', points });
    else if (compare(points, best.points) > 0) gifts[0] = { rule: ruleId, kind: 'BASE', points };
  }
  return gifts;
}

/**
 * Whether the base rules that may apply leave the transaction's currency without a rate. A rule for some tiers may
 * stand in only where there is no other: otherwise members of other tiers would earn nothing, and nobody would know.
 */
export function lacksRate(bases: readonly CompiledBase[], subject: Subject): boolean {
  const forAll = bases.filter(({ tiers }) => tiers === null);
  for (const rules of [forAll, bases]) {
    const given = rules.map(({ give }) => give(subject)).filter((points) => points !== null);
    if (given.some((points) => points !== 'NO_RATE')) return false;
    if (given.length > 0) return true;
  }
  return false;
}
