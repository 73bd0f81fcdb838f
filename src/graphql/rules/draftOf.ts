import type { EarningRuleDraftInput } from '../generated/types.ts';
import { toRuleDefinition } from './toRuleDefinition.ts';

/** A draft as the use-case takes it: unchecked; without a definition, retired. Throws BadInput that names it. */
export function draftOf(
  { ruleId, definition }: EarningRuleDraftInput,
  index: number,
): { readonly ruleId: string; readonly definition: unknown } {
  const field = `input.drafts[${index}].definition`;
  return { ruleId, definition: definition == null ? null : toRuleDefinition(field, definition) };
}
