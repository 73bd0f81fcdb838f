import type { EarningRuleVersionResolvers } from '../generated/types.ts';
import { ruleDefinitionOf } from '../rules/ruleDefinitionOf.ts';

export const EarningRuleVersion: EarningRuleVersionResolvers = {
  definition: ({ definition }) => definition && ruleDefinitionOf(definition),
};
