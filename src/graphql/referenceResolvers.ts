import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { Reference } from './references.ts';

/** Answers with the entity, which carries its type's name, or with a promise of it; null: there is none. */
export type ReferenceResolver = (reference: Reference, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Where the library keeps the reference resolver of a type. */
interface SubgraphExtensions {
  readonly apollo?: { readonly subgraph?: { readonly resolveReference?: ReferenceResolver } };
}

/** The reference resolvers of a schema by their types' names; a type without one is not there. */
export function referenceResolvers(
  schema: GraphQLSchema,
  resolveEntities: GraphQLFieldResolver<unknown, unknown>,
): ReadonlyMap<string, ReferenceResolver> {
  const resolvers = new Map<string, ReferenceResolver>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isCompositeType(type)) continue;
    const { apollo }: SubgraphExtensions = type.extensions;
    const resolve = apollo?.subgraph?.resolveReference;
    if (resolve === undefined) continue;
    // Of an interface the library finds the type out; only objects are worth a shorter way.
    resolvers.set(type.name, isObjectType(type) ? naming(type.name, resolve) : byLibrary(resolveEntities));
  }
  return resolvers;
}

function byLibrary(resolveEntities: GraphQLFieldResolver<unknown, unknown>): ReferenceResolver {
  return (reference, context, info) => {
    const [entity] = resolveEntities(undefined, { representations: [reference] }, context, info) as [unknown];
    return entity;
  };
}

function naming(typename: string, resolve: ReferenceResolver): ReferenceResolver {
  return (reference, context, info) => {
    const entity = resolve(reference, context, info);
    return entity instanceof Promise ? entity.then((value) => named(value, typename)) : named(entity, typename);
  };
}

/** The entity with its type's name. Not written into what the resolver gave: that may be frozen, or shared. */
function named(entity: unknown, typename: string): unknown {
  if (typeof entity !== 'object' || entity === null || entity instanceof Error) return entity;
  if ('__typename' in entity && entity.__typename === typename) return entity;
  return Object.assign(Object.create(Object.getPrototypeOf(entity) as object | null), entity, { __typename: typename });
}
