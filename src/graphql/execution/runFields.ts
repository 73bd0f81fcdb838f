import {
  getArgumentValues,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isNonNullType,
  locatedError,
} from 'graphql';
import type { Args, FieldPlan, Path, Run, SelectionPlan } from './plan.ts';

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Resolves the fields of one object. Throws, or rejects with, the error of a field that may not be null. */
export function runFields(
  selection: SelectionPlan,
  run: Run,
  source: unknown,
  path: Path | undefined,
): Record<string, unknown> | Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let waits = false;
  try {
    for (const plan of selection) {
      const value = plan.typename ?? runField(plan, run, source, path);
      values[plan.name] = value;
      if (isPromise(value)) waits = true;
    }
  } catch (error) {
    if (!waits) throw error;
    // The others may reject too: without somebody who waits for them that would be an unhandled rejection.
    return allOf(values).finally(() => {
      throw error;
    });
  }
  return waits ? allOf(values) : values;
}

async function allOf(values: Record<string, unknown>): Promise<Record<string, unknown>> {
  const names = Object.keys(values);
  const settled = await Promise.all(Object.values(values));
  for (const [index, name] of names.entries()) values[name] = settled[index];
  return values;
}

function runField(plan: FieldPlan, run: Run, source: unknown, parent: Path | undefined): unknown {
  const path = plan.needsPath ? pathOf(plan, parent) : undefined;
  try {
    const result = resolveField(plan, run, source, path, parent);
    const completed = isPromise(result)
      ? result.then((value) => plan.complete(run, value, path))
      : plan.complete(run, result, path);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) =>
      nullBy(error, plan, plan.field.type, run, path ?? pathOf(plan, parent)),
    );
  } catch (error) {
    return nullBy(error, plan, plan.field.type, run, path ?? pathOf(plan, parent));
  }
}

function pathOf({ name, parent }: FieldPlan, prev: Path | undefined): Path {
  return { prev, key: name, typename: parent.name };
}

function resolveField(
  plan: FieldPlan,
  run: Run,
  source: unknown,
  path: Path | undefined,
  parent: Path | undefined,
): unknown {
  const {
    resolve,
    field: { name },
  } = plan;
  if (resolve !== undefined) return resolve(source, argsOf(plan, run), run.contextValue, infoOf(plan, run, path));
  if (typeof source !== 'object' || source === null) return undefined;
  const property = (source as Readonly<Record<string, unknown>>)[name];
  if (typeof property !== 'function') return property;
  return property.call(source, argsOf(plan, run), run.contextValue, infoOf(plan, run, path ?? pathOf(plan, parent)));
}

function argsOf(plan: FieldPlan, run: Run): Args {
  const known = plan.args ?? run.args.get(plan);
  if (known !== undefined) return known;
  const [node] = plan.nodes;
  const args = getArgumentValues(plan.field, node as NonNullable<typeof node>, run.variableValues);
  run.args.set(plan, args);
  return args;
}

export function infoOf(plan: FieldPlan, run: Run, path: Path | undefined): GraphQLResolveInfo {
  const { nodes, field, parent } = plan;
  const { schema, operation, fragments, variableValues } = run;
  return {
    fieldName: field.name,
    fieldNodes: nodes,
    returnType: field.type,
    parentType: parent,
    path: path as Path,
    schema,
    fragments,
    rootValue: undefined,
    operation,
    variableValues,
  };
}

/** Makes a field, or an item of its list, null because of an error; throws it on where null is not allowed. */
export function nullBy(error: unknown, plan: FieldPlan, type: GraphQLOutputType, run: Run, path: Path): null {
  const located = locatedError(error, plan.nodes, keysOf(path));
  if (isNonNullType(type)) throw located;
  run.errors.add(located, path);
  return null;
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.toReversed();
}
