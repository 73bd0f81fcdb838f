import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FragmentDefinitionNode,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  isObjectType,
  Kind,
} from 'graphql';
import { collectErrors } from './collectedErrors.ts';
import { isPlannable } from './isPlannable.ts';
import type { Request, Run, SelectionPlan } from './plan.ts';
import { planSelection } from './planSelection.ts';
import { isPromise, runFields } from './runFields.ts';

/** An operation to execute; its document was validated. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly contextValue: unknown;
  /** Somebody has put hooks into the schema's resolvers who wants to hear of this one. */
  readonly isObserved?: boolean;
}

export type Executor = (operation: Operation) => ExecutionResult | Promise<ExecutionResult>;

interface Plan {
  readonly request: Request;
  readonly selection: SelectionPlan;
}

export interface ExecutorOptions {
  /** Whether an error may name fields that were not asked for. */
  readonly hideSuggestions: boolean;
}

const MAX_COERCION_ERRORS = 10;

/**
 * Executes operations on a schema as graphql-js does, word by word. Queries go the short way: what graphql-js finds
 * out anew for each field of each object, like its definition, arguments, sub-fields and how to complete it, is found
 * out once a document. That is most of the time that a list of balances takes. Mutations, and queries with
 * directives or introspection, are left to graphql-js.
 *
 * No code is made of a query: a plan is closures.
 */
export function createExecutor(schema: GraphQLSchema, { hideSuggestions }: ExecutorOptions): Executor {
  const plans = new WeakMap<DocumentNode, Map<string | undefined, Plan | null>>();
  // As they are now: whoever puts hooks into them later asks for it, see isObserved, and slows nobody else down.
  const resolvers = resolversOf(schema);
  // A type that has to be asked whether a value is of it: rare, and not worth a plan.
  const asksTypes = Object.values(schema.getTypeMap()).some((type) => isObjectType(type) && type.isTypeOf != null);

  function planOf({ document, operationName }: Operation): Plan | null {
    const known = plans.get(document) ?? new Map<string | undefined, Plan | null>();
    plans.set(document, known);
    const existing = known.get(operationName);
    if (existing !== undefined) return existing;
    const plan = asksTypes ? null : makePlan(schema, resolvers, document, operationName);
    known.set(operationName, plan);
    return plan;
  }

  return (operation) => {
    const { document, operationName, variables, contextValue, isObserved = false } = operation;
    const plan = isObserved ? null : planOf(operation);
    if (plan !== null) return runPlan(plan, variables, contextValue, hideSuggestions);
    return execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue,
      hideSuggestions,
      options: { maxCoercionErrors: MAX_COERCION_ERRORS },
    });
  };
}

function resolversOf(schema: GraphQLSchema): Request['resolvers'] {
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .flatMap((type) => Object.values(type.getFields()));
  return new Map(fields.flatMap((field) => (field.resolve == null ? [] : [[field, field.resolve]])));
}

function makePlan(
  schema: GraphQLSchema,
  resolvers: Request['resolvers'],
  document: DocumentNode,
  operationName: string | undefined,
): Plan | null {
  const operation = getOperationAST(document, operationName);
  const type = schema.getQueryType();
  if (operation == null || type == null || !isPlannable(document, operation)) return null;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const request = { schema, resolvers, operation, fragments };
  return { request, selection: planSelection(request, type, [operation.selectionSet]) };
}

function runPlan(
  { request, selection }: Plan,
  variables: Readonly<Record<string, unknown>>,
  contextValue: unknown,
  hideSuggestions: boolean,
): ExecutionResult | Promise<ExecutionResult> {
  const { variableDefinitions = [] } = request.operation;
  const { coerced, errors: badVariables } = getVariableValues(request.schema, variableDefinitions, variables, {
    maxErrors: MAX_COERCION_ERRORS,
    hideSuggestions,
  });
  if (badVariables !== undefined) return { errors: badVariables };

  const errors = collectErrors();
  const run: Run = { ...request, contextValue, variableValues: coerced, errors, args: new Map() };
  const answer = (data: Record<string, unknown> | null): ExecutionResult =>
    errors.all.length === 0 ? { data } : { errors: errors.all, data };
  const fail = (error: unknown): ExecutionResult => {
    errors.add(error as GraphQLError, undefined);
    return answer(null);
  };
  try {
    const data = runFields(selection, run, undefined, undefined);
    return isPromise(data) ? data.then(answer, fail) : answer(data);
  } catch (error) {
    return fail(error);
  }
}
