import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Complete, FieldPlan, Path, Run, SelectionPlan } from './plan.ts';
import { infoOf, isPromise, nullBy, runFields } from './runFields.ts';

/** What a completer must know of its field and of the fields below it; asked for when it first completes something. */
export interface FieldBelow {
  readonly plan: () => FieldPlan;
  readonly selectionOf: (type: GraphQLObjectType) => SelectionPlan;
}

/** How values of a type are completed, as the specification of GraphQL says and in its words. */
export function completer(type: GraphQLOutputType, field: FieldBelow): Complete {
  if (isNonNullType(type)) return nonNull(completer(type.ofType, field), field);
  const complete = isListType(type)
    ? list(type.ofType, completer(type.ofType, field), field)
    : isLeafType(type)
      ? leaf(type)
      : isObjectType(type)
        ? object(type, field)
        : abstract(type, field);
  return (run, value, path) => {
    if (value == null) return null;
    if (value instanceof Error) throw value;
    return complete(run, value, path);
  };
}

function nonNull(complete: Complete, field: FieldBelow): Complete {
  return (run, value, path) => {
    const completed = complete(run, value, path);
    if (completed !== null) return completed;
    const { parent, field: definition } = field.plan();
    throw new Error(`Cannot return null for non-nullable field ${parent.name}.${definition.name}.`);
  };
}

function leaf(type: GraphQLLeafType): Complete {
  return (_, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized == null) throw new Error(`${type.name} has no serialization of a value that is not null.`);
    return serialized;
  };
}

function object(type: GraphQLObjectType, field: FieldBelow): Complete {
  const selection = field.selectionOf(type);
  return (run, value, path) => runFields(selection, run, value, path);
}

function abstract(type: GraphQLAbstractType, field: FieldBelow): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, value, path) => {
    const name = resolveType(value, run.contextValue, infoOf(field.plan(), run, path), type);
    return isPromise(name)
      ? name.then((resolved) => runFields(field.selectionOf(runtimeType(resolved, type, field, run)), run, value, path))
      : runFields(field.selectionOf(runtimeType(name, type, field, run)), run, value, path);
  };
}

function runtimeType(name: unknown, type: GraphQLAbstractType, field: FieldBelow, { schema }: Run): GraphQLObjectType {
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  const { parent, field: definition, nodes } = field.plan();
  const problem = found === undefined ? 'no type of the schema' : `${found.name}, which is no possible type of it`;
  throw new GraphQLError(`${type.name} at ${parent.name}.${definition.name} was resolved to ${problem}.`, { nodes });
}

function list(itemType: GraphQLOutputType, complete: Complete, field: FieldBelow): Complete {
  return (run, value, path) => {
    if (!isList(value)) {
      const { parent, field: definition } = field.plan();
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${parent.name}.${definition.name}".`);
    }
    const items: unknown[] = [];
    let waits = false;
    try {
      for (const item of value) {
        const at = { prev: path, key: items.length, typename: undefined };
        const completed = completeItem(item, at, itemType, complete, field, run);
        items.push(completed);
        if (isPromise(completed)) waits = true;
      }
    } catch (error) {
      if (!waits) throw error;
      // Those before it may reject too: without somebody who waits for them that would be an unhandled rejection.
      return Promise.allSettled(items).then(() => {
        throw error;
      });
    }
    return waits ? Promise.all(items) : items;
  };
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function completeItem(
  item: unknown,
  path: Path,
  type: GraphQLOutputType,
  complete: Complete,
  field: FieldBelow,
  run: Run,
): unknown {
  try {
    const completed = isPromise(item) ? item.then((value) => complete(run, value, path)) : complete(run, item, path);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => nullBy(error, field.plan(), type, run, path));
  } catch (error) {
    return nullBy(error, field.plan(), type, run, path);
  }
}
