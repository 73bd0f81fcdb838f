import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { Reference } from './references.ts';

/** A type whose references can be resolved. */
export interface EntityType {
  /** The name that its entities get; null: they bring one, as they are of an interface. */
  readonly name: string | null;
  /** Answers with the entity or a promise of it; null: there is none. */
  readonly resolve: (reference: Reference, context: unknown, info: GraphQLResolveInfo) => unknown;
}

/** Where the library keeps the reference resolver of a type. */
interface SubgraphExtensions {
  readonly apollo?: { readonly subgraph?: { readonly resolveReference?: EntityType['resolve'] } };
}

/** The types of a schema that have a reference resolver. */
export function entityTypes(
  schema: GraphQLSchema,
  resolveByLibrary: GraphQLFieldResolver<unknown, unknown>,
): ReadonlyMap<string, EntityType> {
  const types = new Map<string, EntityType>();
  for (const type of Object.values(schema.getTypeMap()).filter(isCompositeType)) {
    const { apollo }: SubgraphExtensions = type.extensions;
    const resolve = apollo?.subgraph?.resolveReference;
    if (resolve === undefined) continue;
    // Of an interface the library finds out which type it is; only objects are worth a shorter way.
    types.set(type.name, isObjectType(type) ? { name: type.name, resolve } : byLibrary(resolveByLibrary));
  }
  return types;
}

function byLibrary(resolveEntities: GraphQLFieldResolver<unknown, unknown>): EntityType {
  return {
    name: null,
    resolve(reference, context, info) {
      const [entity] = resolveEntities(undefined, { representations: [reference] }, context, info) as [unknown];
      return entity;
    },
  };
}

/** The entity with its type's name. Not written into what the resolver gave: that may be frozen, or shared. */
export function named(entity: unknown, type: EntityType | undefined): unknown {
  if (typeof entity !== 'object' || entity === null || entity instanceof Error) return entity;
  if (type?.name == null || ('__typename' in entity && entity.__typename === type.name)) return entity;
  const copy: object = Object.create(
    Object.getPrototypeOf(entity) as object | null,
    Object.getOwnPropertyDescriptors(entity),
  );
  return Object.defineProperty(copy, '__typename', { value: type.name, enumerable: true });
}
