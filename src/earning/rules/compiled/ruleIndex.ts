import { LRUCache } from 'lru-cache';
import type { Conditions } from '../ruleDefinition.ts';
import type { CompiledRule } from './compiledRules.ts';
import type { Subject } from './subject.ts';

/** Finds the rules that may apply to a transaction, whatever its member's tier, in the order in which they were given. */
export type RuleIndex<Rule> = (subject: Subject) => readonly Rule[];

interface Entry<Rule> {
  readonly rule: Rule;
  readonly place: number;
}

/** Between two instants at which windows open or close: most transactions of a time fall between the same two. */
const SPANS = 64;

/**
 * An index of rules. A transaction looks only at rules of its merchant, of its category, and at those that name
 * neither, and of these only at rules whose campaign runs: five hundred rules for other shops or other times cost
 * nothing.
 */
export function createRuleIndex<Rule extends CompiledRule>(rules: readonly Rule[]): RuleIndex<Rule> {
  const edges = edgesOf(rules);
  const ofSpan = new LRUCache<number, RuleIndex<Rule>>({ max: SPANS });
  // Judging asks several times in a row for the same transaction.
  let last: { readonly subject: Subject; readonly found: readonly Rule[] } | null = null;
  return (subject) => {
    if (last?.subject === subject) return last.found;
    const at = subject.transaction.occurredAt.getTime();
    const span = countUpTo(edges, at);
    let index = ofSpan.get(span);
    if (index === undefined) {
      index = indexOf(rules.filter(({ rule }) => isOpen(rule.when, at)));
      ofSpan.set(span, index);
    }
    last = { subject, found: index(subject) };
    return last.found;
  };
}

function indexOf<Rule extends CompiledRule>(rules: readonly Rule[]): RuleIndex<Rule> {
  const byMerchant = new Map<string | null, Entry<Rule>[]>();
  const byCategory = new Map<string | null, Entry<Rule>[]>();
  const others: Entry<Rule>[] = [];
  for (const [place, rule] of rules.entries()) {
    const { merchants, categories } = rule.rule.when;
    const entry = { rule, place };
    if (merchants !== undefined) for (const name of new Set(merchants)) add(byMerchant, name, entry);
    else if (categories !== undefined) for (const name of new Set(categories)) add(byCategory, name, entry);
    else others.push(entry);
  }
  return (subject) => {
    const { merchantId, category } = subject.transaction;
    const found: Entry<Rule>[] = [];
    collect(byMerchant.get(merchantId), subject, found);
    collect(byCategory.get(category), subject, found);
    collect(others, subject, found);
    return found.sort((a, b) => a.place - b.place).map(({ rule }) => rule);
  };
}

function collect<Rule extends CompiledRule>(
  list: readonly Entry<Rule>[] | undefined,
  subject: Subject,
  found: Entry<Rule>[],
): void {
  if (list !== undefined) for (const entry of list) if (entry.rule.test(subject)) found.push(entry);
}

function add<Rule>(lists: Map<string | null, Entry<Rule>[]>, name: string, entry: Entry<Rule>): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [entry]);
  else list.push(entry);
}

function edgesOf(rules: readonly CompiledRule[]): number[] {
  const instants = rules.flatMap(({ rule: { when } }) => [when.window?.start, when.window?.end]);
  const edges = new Set(instants.filter((instant) => instant !== undefined).map((instant) => Date.parse(instant)));
  return [...edges].sort((a, b) => a - b);
}

function isOpen({ window }: Conditions, at: number): boolean {
  return (
    (window?.start === undefined || Date.parse(window.start) <= at) &&
    (window?.end === undefined || at < Date.parse(window.end))
  );
}

function countUpTo(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
