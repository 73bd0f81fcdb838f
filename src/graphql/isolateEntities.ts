import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { asError } from '../failure/asError.ts';
import { allSettled } from './allSettled.ts';
import { type EntityType, entityTypes, named } from './entityTypes.ts';
import { checkNumber, checkReference, type ReferenceRules } from './references.ts';

type Resolve = GraphQLFieldResolver<unknown, unknown, { readonly representations: readonly unknown[] }>;

/**
 * Makes `_entities` answer for each reference on its own. As the library leaves it, one bad reference fails them all,
 * a rejection beside it ends the process as unhandled, and a type without a reference resolver answers with the
 * caller's own fields. Here an error is the value of its reference alone, a reference is checked before anything
 * sees it, and there is a limit to their number.
 */
export function isolateEntities(schema: GraphQLSchema, rules: ReferenceRules): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (field?.resolve === undefined) return;
  const types = entityTypes(schema, field.resolve);

  function resolveOne(given: unknown, index: number, context: unknown, info: GraphQLResolveInfo): unknown {
    try {
      const reference = checkReference(given, index, types, rules.keys);
      return types.get(reference.__typename)?.resolve(reference, context, info);
    } catch (error) {
      return asError(error);
    }
  }

  // Nothing awaits between two references: the loaders must be asked for all of them in one turn of the event loop.
  // The answer is one promise of a list, which costs the executor far less than a list of promises.
  const resolveEach: Resolve = (_, { representations }, context, info) => {
    checkNumber(representations, rules.representations);
    return allSettled(
      representations.map((given, index) => resolveOne(given, index, context, info)),
      (entity, index) => named(entity, typeOf(representations[index], types)),
    );
  };
  field.resolve = resolveEach;
}

function typeOf(given: unknown, types: ReadonlyMap<string, EntityType>): EntityType | undefined {
  const { __typename = '' } = (given ?? {}) as { readonly __typename?: string };
  return types.get(__typename);
}
