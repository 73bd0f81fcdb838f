import type { DeskProblem, DeskRefusal } from '../inbox/inboxDesk.ts';

/**
 * The desk's refusal as one of the graph's types that the mutation answers with, by the problem. Throws for a problem
 * that the mutation cannot meet.
 */
export function toDeskError<Type extends string>(
  { problem, message }: DeskRefusal,
  types: Partial<Record<DeskProblem, Type>>,
): { readonly __typename: Type; readonly message: string } {
  const type = types[problem];
  if (type === undefined) throw new Error(`an unexpected problem of the inbox: ${problem}`);
  return { __typename: type, message };
}
