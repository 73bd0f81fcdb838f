import {
  type FieldNode,
  getArgumentValues,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  isLeafType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { collectFields, type FieldNodes } from './collectFields.ts';
import { completer } from './completers.ts';
import type { Args, FieldPlan, Request, SelectionPlan } from './plan.ts';

/** Plans the fields that selection sets ask of an object type, and all below them. */
export function planSelection(
  request: Request,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): SelectionPlan {
  const definitions = type.getFields();
  const plans: FieldPlan[] = [];
  for (const [name, nodes] of collectFields(request, type, selectionSets)) {
    const [first] = nodes;
    const field = first.name.value === '__typename' ? TypeNameMetaFieldDef : definitions[first.name.value];
    if (field !== undefined) plans.push(planField(request, type, name, nodes, field));
  }
  return plans;
}

function planField(
  request: Request,
  parent: GraphQLObjectType,
  name: string,
  nodes: FieldNodes,
  field: GraphQLField<unknown, unknown>,
): FieldPlan {
  const selectionSets = nodes.flatMap((node) => node.selectionSet ?? []);
  const selections = new Map<GraphQLObjectType, SelectionPlan>();
  function selectionOf(type: GraphQLObjectType): SelectionPlan {
    const known = selections.get(type) ?? planSelection(request, type, selectionSets);
    selections.set(type, known);
    return known;
  }
  const resolve = request.resolvers.get(field);
  const plan: FieldPlan = {
    name,
    nodes,
    field,
    parent,
    typename: field === TypeNameMetaFieldDef ? parent.name : null,
    args: fixedArgs(field, nodes[0]),
    complete: completer(field.type, { plan: () => plan, selectionOf }),
    resolve,
    needsPath: resolve !== undefined || !isLeafType(getNullableType(field.type)),
  };
  return plan;
}

/** The arguments of a field that takes none from variables; null: they have to wait. */
function fixedArgs(field: GraphQLField<unknown, unknown>, node: FieldNode): Args | null {
  if (field.args.length === 0) return {};
  const values = (node.arguments ?? []).map((argument) => argument.value);
  return values.some(hasVariables) ? null : getArgumentValues(field, node);
}

function hasVariables(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind === Kind.LIST) return value.values.some(hasVariables);
  return value.kind === Kind.OBJECT && value.fields.some((field) => hasVariables(field.value));
}
