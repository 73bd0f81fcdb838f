import { type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, isCompositeType } from 'graphql';
import { checkNumber, checkReference, type ReferenceRules } from './references.ts';

type Resolve = GraphQLFieldResolver<unknown, unknown, { readonly representations: readonly unknown[] }>;

/**
 * Makes `_entities` answer for each reference on its own. As the library leaves it, one bad reference fails them all,
 * a rejection beside it ends the process as unhandled, and a type without a reference resolver answers with the
 * caller's own fields. Here an error is the value of its reference alone, a reference is checked before anything
 * sees it, and there is a limit to their number.
 *
 * No callback awaits: the loaders must be asked for all references in the same turn of the event loop.
 */
export function isolateEntities(schema: GraphQLSchema, rules: ReferenceRules): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (field?.resolve === undefined) return;
  const resolve = field.resolve as Resolve;
  const resolvable = resolvableTypes(schema);

  function resolveOne(given: unknown, index: number, source: unknown, context: unknown, info: GraphQLResolveInfo) {
    try {
      const reference = checkReference(given, `representations[${index}]`, resolvable, rules.keys);
      const [entity] = resolve(source, { representations: [reference] }, context, info) as [unknown];
      return entity instanceof Promise ? entity.then(undefined, asError) : entity;
    } catch (error) {
      return asError(error);
    }
  }

  const resolveEach: Resolve = (source, { representations }, context, info) => {
    checkNumber(representations, rules.representations);
    return representations.map((given, index) => resolveOne(given, index, source, context, info));
  };
  field.resolve = resolveEach;
}

/** The names of the types that have a reference resolver. */
function resolvableTypes(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter(isCompositeType);
  return new Set(types.filter(({ extensions }) => resolvesReferences(extensions)).map((type) => type.name));
}

/** Where the library keeps the reference resolver of a type. */
interface SubgraphExtensions {
  readonly apollo?: { readonly subgraph?: { readonly resolveReference?: unknown } };
}

function resolvesReferences(extensions: SubgraphExtensions): boolean {
  return extensions.apollo?.subgraph?.resolveReference !== undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('A reference resolver failed.', { cause: error });
}
