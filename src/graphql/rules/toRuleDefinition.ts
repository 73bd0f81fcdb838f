import { BadInput } from '../../failure/failure.ts';
import type { EarningRuleDefinitionInput } from '../generated/types.ts';

const PARTS = ['base', 'multiplier', 'tierBonus', 'cap', 'policy'] as const;
const KINDS = {
  base: 'BASE',
  multiplier: 'MULTIPLIER',
  tierBonus: 'TIER_BONUS',
  cap: 'CAP',
  policy: 'POLICY',
} as const;

/**
 * A rule as a client sends it, in the shape of a RuleDefinition: unchecked, for the use-cases check every rule alike.
 * Throws BadInput unless exactly one part is given.
 */
export function toRuleDefinition(field: string, definition: EarningRuleDefinitionInput): unknown {
  const [part, another] = PARTS.filter((name) => definition[name] != null);
  if (part === undefined || another !== undefined) {
    throw new BadInput(field, 'needs exactly one of base, multiplier, tierBonus, cap and policy');
  }
  return { kind: KINDS[part], name: definition.name, ...partOf(definition, part) };
}

function partOf(definition: EarningRuleDefinitionInput, part: (typeof PARTS)[number]): object {
  const { award, bonus, when, clearing, tiers, ...rest } = given({ ...definition[part] });
  if (part === 'policy') {
    return {
      ...rest,
      clearing: (clearing as object[]).map((one) => Object.assign({ afterDays: null }, one)),
      tiers: tiers ?? null,
    };
  }
  return {
    ...rest,
    when: when ?? {},
    ...(part === 'base' && { award: typed(award, 'rates', 'PER_AMOUNT') }),
    ...(part === 'tierBonus' && { bonus: typed(bonus, 'percent', 'PERCENT') }),
  };
}

/** With the type that the given fields make it; fields of both types together are left for the check to find. */
function typed(value: unknown, sign: string, type: string): object {
  const fields = value as object;
  return { type: sign in fields ? type : 'FLAT', ...fields };
}

/** Without what is null, at any depth, and with instants in RFC 3339: plain data. */
function given(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, one]) => one != null);
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? given(value) : value;
}
