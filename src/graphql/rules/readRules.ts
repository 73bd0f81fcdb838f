import { coerceInputValue, type GraphQLError, isInputType } from 'graphql';
import { z } from 'zod';
import { BadInput } from '../../failure/failure.ts';
import { createPointsSchema } from '../createPointsSchema.ts';
import type { EarningRuleDefinitionInput } from '../generated/types.ts';
import { toRuleDefinition } from './toRuleDefinition.ts';

const FILE = z.object({ rules: z.array(z.object({ ruleId: z.string(), definition: z.unknown() })) });

export interface ReadRule {
  readonly ruleId: string;
  /** In the shape of a RuleDefinition, unchecked. */
  readonly definition: unknown;
}

/** The rules of a JSON file, each written as an EarningRuleDefinitionInput of the graph. Throws BadInput with the place. */
export function readRules(text: string): readonly ReadRule[] {
  const type = createPointsSchema().getType('EarningRuleDefinitionInput');
  if (!isInputType(type)) throw new Error('the graph knows no rules');
  return parse(text).rules.map(({ ruleId, definition }) => {
    const refuse = (path: readonly (string | number)[], _: unknown, { message }: GraphQLError): never => {
      throw new BadInput([ruleId, ...path].join('.'), `is wrong: ${message}`);
    };
    const input = coerceInputValue(definition, type, refuse) as EarningRuleDefinitionInput;
    return { ruleId, definition: toRuleDefinition(ruleId, input) };
  });
}

function parse(text: string): z.output<typeof FILE> {
  try {
    return FILE.parse(JSON.parse(text));
  } catch {
    throw new BadInput('The file', 'is no JSON with a list "rules", each with ruleId and definition');
  }
}
