import { GraphQLError, TokenKind, type ValueNode } from 'graphql';

/**
 * The error of an input that is no value of a scalar: a bad input that names its field. In the query's text the field
 * is the name before the colon; of a variable graphql-js says the path, see fieldOfVariable.
 */
export function notAValue(problem: string, node?: ValueNode): GraphQLError {
  if (node === undefined) return new GraphQLError(problem);
  const colon = node.loc?.startToken.prev;
  const field = colon?.kind === TokenKind.COLON ? colon.prev?.value : undefined;
  if (field === undefined) return new GraphQLError(problem, { nodes: node });
  return new GraphQLError(`${field}: ${problem}`, { nodes: node, extensions: { field } });
}
