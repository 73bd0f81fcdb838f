import { coerceInputValue, type GraphQLError, isInputType } from 'graphql';
import { z } from 'zod';
import type { EarningRuleDefinitionInput } from '../graphql/generated/types.ts';
import { createPointsSchema } from '../graphql/createPointsSchema.ts';
import { toRuleDefinition } from '../graphql/rules/toRuleDefinition.ts';
import { StartupProblem } from '../startupProblem.ts';

const FILE = z.object({ rules: z.array(z.object({ ruleId: z.string(), definition: z.unknown() })) });

/** The rules of a file, in the graph's own shape of an EarningRuleDefinitionInput. Throws StartupProblem with the place. */
export function readRules(text: string): readonly { readonly ruleId: string; readonly definition: unknown }[] {
  const type = createPointsSchema().getType('EarningRuleDefinitionInput');
  if (!isInputType(type)) throw new Error('the graph knows no rules');
  return parse(text).rules.map(({ ruleId, definition }) => {
    const refuse = (path: readonly (string | number)[], _: unknown, { message }: GraphQLError): never => {
      throw new StartupProblem(`${[ruleId, ...path].join('.')}: ${message}`);
    };
    const input = coerceInputValue(definition, type, refuse) as EarningRuleDefinitionInput;
    return { ruleId, definition: toRuleDefinition(ruleId, input) };
  });
}

function parse(text: string): z.output<typeof FILE> {
  try {
    return FILE.parse(JSON.parse(text));
  } catch (error) {
    throw new StartupProblem('The file is no JSON with a list of rules, each with ruleId and definition.', error);
  }
}
