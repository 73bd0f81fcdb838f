import * as fc from 'fast-check';

const LEAVES = ['id', 'told', 'odd', 'sureOdd', 'number', 'words', 'grid', '__typename', 'told(word: "x")'];
const ECHOES = ['echo', 'echo(first: 7)', 'echo(word: $word)', 'echo(first: $first, word: "w")', 'echo(first: null)'];
const BRANCHES = ['friend', 'sureFriend', 'friends', 'friends(first: $first)', 'sureFriends', 'node', 'cat'];

/** What can stand where a selection of a type can: fields of its own, or fragments that it fits into. */
type On = 'Query' | 'Cat' | 'Dog' | 'Pet' | 'Node';

function selection(on: On, depth: number): fc.Arbitrary<string> {
  const choices: fc.Arbitrary<string>[] = [fc.constant('__typename')];
  if (on === 'Node') choices.push(fc.constant('id'));
  if (on === 'Query' || on === 'Cat' || on === 'Dog') {
    // One alias for one field with one set of arguments, or the fields could not be merged.
    choices.push(fc.constantFrom(...LEAVES).map((field) => (field.includes('(') ? `toldWith: ${field}` : field)));
    choices.push(fc.constantFrom(...ECHOES.entries()).map(([index, field]) => `e${index}: ${field}`));
    if (depth > 0) {
      choices.push(
        fc.constantFrom(...BRANCHES.entries()).chain(([index, field]) => {
          const type = field === 'cat' ? 'Cat' : field === 'node' ? 'Node' : 'Pet';
          return selections(type, depth - 1).map((inner) => `b${index}: ${field} ${inner}`);
        }),
      );
    }
  }
  if (on === 'Cat') choices.push(fc.constant('lives'));
  if (on === 'Dog') choices.push(fc.constant('barks'));
  if (on !== 'Query') {
    const narrower: On[] = on === 'Cat' || on === 'Dog' ? [on, 'Pet', 'Node'] : ['Cat', 'Dog', 'Pet', 'Node'];
    if (depth > 0) {
      choices.push(
        fc
          .constantFrom(...narrower)
          .chain((type) => selections(type, depth - 1).map((inner) => `... on ${type} ${inner}`)),
      );
    }
    choices.push(fc.constantFrom(...narrower.map((type) => `...Of${type}`)));
  }
  return fc.oneof(...choices);
}

function selections(on: On, depth: number): fc.Arbitrary<string> {
  return fc.array(selection(on, depth), { minLength: 1, maxLength: 5 }).map((all) => `{ ${all.join(' ')} }`);
}

const FRAGMENTS = `
fragment OfCat on Cat { id lives b6: cat { odd sureOdd } ...OfNode }
fragment OfDog on Dog { id barks b2: friends { __typename ...OfNode } }
fragment OfPet on Pet { __typename ... on Cat { odd } ... on Dog { number } }
fragment OfNode on Node { __typename id }
fragment OfQuery on Query { __typename id }`;

/** A query on the odd schema, which is valid. */
export const arbitraryQuery: fc.Arbitrary<string> = selections('Query', 4).map(
  (all) => `query ($word: String, $first: Int = 3) ${all.replace(/\}$/, '...Used }')}
fragment Used on Query { unusedWord: echo(word: $word) unusedFirst: echo(first: $first) all: friends { ...OfCat ...OfDog ...OfPet } ...OfQuery }
${FRAGMENTS}`,
);
