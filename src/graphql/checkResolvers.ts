import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isObjectType,
  isScalarType,
  Kind,
} from 'graphql';

/** Resolvers by type and field. */
export type ResolverMap = Readonly<Record<string, object | undefined>>;

/**
 * Throws an Error that lists every resolver of something that the schema does not have, which the library would
 * silently ignore, and everything that cannot work without a resolver and has none: a root field, a field with
 * arguments, an entity.
 */
export function checkResolvers(schema: GraphQLSchema, resolvers: ResolverMap): void {
  const problems = [...superfluous(schema, resolvers), ...missing(schema, resolvers)];
  if (problems.length > 0) throw new Error(`The resolvers do not fit the schema: ${problems.join('; ')}.`);
}

function superfluous(schema: GraphQLSchema, resolvers: ResolverMap): string[] {
  return Object.entries(resolvers).flatMap(([typeName, map = {}]) => {
    const type = schema.getType(typeName);
    if (type === undefined) return [`there is no type ${typeName}`];
    if (isScalarType(type)) return [];
    const known = resolvableKeys(type);
    return Object.keys(map)
      .filter((key) => !known.has(key))
      .map((key) => `there is no ${typeName}.${key}`);
  });
}

function resolvableKeys(type: GraphQLNamedType): ReadonlySet<string> {
  if (isObjectType(type)) return new Set([...Object.keys(type.getFields()), '__resolveReference', '__isTypeOf']);
  if (isAbstractType(type)) return new Set(['__resolveReference', '__resolveType']);
  return new Set(isEnumType(type) ? type.getValues().map((value) => value.name) : []);
}

function missing(schema: GraphQLSchema, resolvers: ResolverMap): string[] {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const problems: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    const own = Object.keys(resolvers[type.name] ?? {});
    for (const field of Object.values(type.getFields())) {
      const needsOne = (roots.has(type) && !field.name.startsWith('_')) || field.args.length > 0;
      if (needsOne && field.resolve === undefined && field.subscribe === undefined) {
        problems.push(`${type.name}.${field.name} has no resolver`);
      }
    }
    if (isResolvableEntity(type) && !own.includes('__resolveReference')) {
      problems.push(`${type.name}.__resolveReference has no resolver`);
    }
  }
  return problems;
}

/** Whether other subgraphs may ask this one for the type's fields by a key. */
function isResolvableEntity(type: GraphQLObjectType): boolean {
  const nodes = [type.astNode, ...type.extensionASTNodes];
  return nodes
    .flatMap((node) => node?.directives ?? [])
    .some(
      ({ name, arguments: args = [] }) =>
        name.value === 'key' &&
        !args.some((arg) => arg.name.value === 'resolvable' && arg.value.kind === Kind.BOOLEAN && !arg.value.value),
    );
}
