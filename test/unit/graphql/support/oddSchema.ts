import {
  GraphQLBoolean,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldResolver,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  responsePathAsArray,
} from 'graphql';

/** What the odd schema's resolvers do is decided by a number and by where they stand: the same for every executor. */
export interface OddContext {
  readonly seed: number;
  /** Whether some of them answer later. */
  readonly later: boolean;
}

type OddResolver = GraphQLFieldResolver<unknown, OddContext>;

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return value;
}

const odd = new GraphQLScalarType({
  name: 'Odd',
  serialize(value) {
    if (value === 'unspeakable') throw new Error('cannot be said');
    return `said ${String(value)}`;
  },
});

/** Answers with a value, nothing, an error, or a promise of one; or throws. */
function oddly(valueOf: (fate: number, later: boolean, args: object) => unknown): OddResolver {
  return (_, args, { seed, later }, info) => {
    const place = responsePathAsArray(info.path).join('.');
    const fate = hash(`${seed} ${place} ${info.parentType.name} ${info.fieldName}`);
    const outcome = (): unknown => {
      if (fate % 17 === 0) throw new Error(`thrown at ${place}`);
      if (fate % 17 === 1) return new Error(`returned at ${place}`);
      if (fate % 17 === 2) return null;
      return valueOf(Math.floor(fate / 64), later, args);
    };
    if (!later || (fate >> 8) % 2 === 0) return outcome();
    return new Promise((resolve, reject) => {
      queueMicrotask(() => {
        try {
          resolve(outcome());
        } catch (error) {
          reject(error);
        }
      });
    });
  };
}

const args: GraphQLFieldConfigArgumentMap = {
  first: { type: GraphQLInt, defaultValue: 2 },
  word: { type: GraphQLString },
};

/** A cat, a dog, or something that is neither. */
const petOf = (fate: number): object => {
  const kind = fate % 11 === 0 ? 'Fish' : fate % 2 === 0 ? 'Cat' : 'Dog';
  return {
    __typename: kind,
    kind,
    id: `pet ${fate % 7}`,
    lives: fate % 9,
    barks: fate % 5 === 0 ? null : true,
    told: () => 'by a method',
  };
};
/** A list of such items, or something that is none; where it may be, some items come later. */
function listOf(itemOf: (fate: number, later: boolean) => unknown): (fate: number, later: boolean) => unknown {
  return (fate, later) => {
    if (fate % 13 === 0) return 'no list';
    const items = Array.from({ length: fate % 4 }, (_, index) => {
      const itemFate = fate + index * 31;
      if (itemFate % 10 === 0) return null;
      if (itemFate % 12 === 1) return new Error('an item');
      const item = itemOf(itemFate, later);
      return later && itemFate % 6 === 0 ? Promise.resolve(item) : item;
    });
    return fate % 5 === 0 ? new Set(items) : items;
  };
}

type Fields = Record<string, { type: GraphQLOutputType; args?: GraphQLFieldConfigArgumentMap; resolve?: OddResolver }>;

/**
 * A schema in which everything that can happen to a value happens to some. Without `sureItems` no list has items that
 * may not be null: graphql-js leaves the rejection of one unhandled when a later one throws at once.
 */
export function createOddSchema({ sureItems }: { readonly sureItems: boolean }): GraphQLSchema {
  const node = new GraphQLInterfaceType({ name: 'Node', fields: { id: { type: GraphQLID } } });
  const cat: GraphQLObjectType = new GraphQLObjectType({
    name: 'Cat',
    interfaces: [node],
    fields: () => ({ ...common(), lives: { type: GraphQLInt } }),
  });
  const dog: GraphQLObjectType = new GraphQLObjectType({
    name: 'Dog',
    interfaces: [node],
    fields: () => ({ ...common(), barks: { type: new GraphQLNonNull(GraphQLBoolean) } }),
  });
  const pet = new GraphQLUnionType({
    name: 'Pet',
    types: [cat, dog],
    resolveType: (value: { readonly kind: string }) => value.kind,
  });
  const sure = <Type extends GraphQLScalarType | GraphQLUnionType>(type: Type): GraphQLNonNull<Type> | Type =>
    sureItems ? new GraphQLNonNull(type) : type;
  const words = listOf((fate) => (fate % 9 === 0 ? 'unspeakable' : fate % 10));
  const grid = listOf(listOf((fate) => fate % 10));

  function common(): Fields {
    const one = oddly(petOf);
    const many = oddly(listOf(petOf));
    return {
      id: { type: GraphQLID },
      told: { type: GraphQLString, args },
      odd: { type: odd, resolve: oddly((fate) => (fate % 8 === 0 ? 'unspeakable' : fate % 100)) },
      sureOdd: { type: new GraphQLNonNull(odd), resolve: oddly((fate) => fate % 100) },
      number: { type: GraphQLInt, resolve: oddly((fate) => (fate % 9 === 0 ? 'no number' : fate % 1000)) },
      echo: { type: GraphQLString, args, resolve: oddly((_, __, given) => JSON.stringify(given)) },
      friend: { type: pet, resolve: one },
      sureFriend: { type: new GraphQLNonNull(pet), resolve: one },
      node: { type: node, resolve: one },
      cat: { type: cat, resolve: one },
      friends: { type: new GraphQLList(pet), args, resolve: many },
      sureFriends: { type: new GraphQLNonNull(new GraphQLList(sure(pet))), resolve: many },
      words: { type: new GraphQLList(sure(odd)), resolve: oddly(words) },
      grid: { type: new GraphQLList(new GraphQLList(GraphQLInt)), resolve: oddly(grid) },
    };
  }

  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: common }), types: [cat, dog] });
}
