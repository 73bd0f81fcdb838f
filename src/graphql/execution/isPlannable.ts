import { BREAK, type DocumentNode, type OperationDefinitionNode, OperationTypeNode, visit } from 'graphql';

/** What introspection asks, and a name that an object of JavaScript has for itself. */
const NOT_PLANNED: ReadonlySet<string> = new Set(['__schema', '__type', '__proto__']);

/** Whether everything about an operation but its variables is known before it runs. */
export function isPlannable(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
  if (operation !== OperationTypeNode.QUERY) return false;
  let plannable = true;
  const stop = (): typeof BREAK => {
    plannable = false;
    return BREAK;
  };
  visit(document, {
    // @skip and @include decide anew in each execution.
    Directive: stop,
    Field: ({ alias, name }) =>
      NOT_PLANNED.has((alias ?? name).value) || NOT_PLANNED.has(name.value) ? stop() : undefined,
  });
  return plannable;
}
