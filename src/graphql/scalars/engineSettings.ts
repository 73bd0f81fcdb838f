import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { notAValue } from './notAValue.ts';

const PROBLEM = 'What is set for an engine is a JSON object.';

/** A JSON object. What may be in it is the engine's kind to say, which also says what is wrong and never repeats it. */
export const engineSettingsScalar = new GraphQLScalarType<unknown>({
  name: 'EngineSettings',
  serialize: (value) => value,
  parseValue(value) {
    if (!isObject(value)) throw notAValue(PROBLEM);
    return value;
  },
  parseLiteral(node, variables) {
    const value: unknown = valueFromASTUntyped(node, variables);
    if (!isObject(value)) throw notAValue(PROBLEM, node);
    return plain(value);
  },
});

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects of a query's text have no prototype, which would make them differ from those of a variable. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
