import { getIntrospectionQuery, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createPointsSchema } from '../../../src/graphql/createPointsSchema.ts';
import { operationLimits } from '../../../src/graphql/operationLimits.ts';

const schema = createPointsSchema();

function problems(query: string): string[] {
  return validate(schema, parse(query), [operationLimits]).map((error) => error.message);
}

const TOO_MANY_FIELDS = 'The operation asks for more than 1000 fields, fragments counted wherever they are spread.';
const ACCOUNT = 'pointsAccount(id: "1")';
const repeat = (times: number, text: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => text(index)).join(' ');

const deep = (levels: number): string =>
  `{ ${ACCOUNT} {${' member { pointsAccount {'.repeat(levels)} id ${'} }'.repeat(levels)}} }`;
const wide = (fields: number): string =>
  `{ ...A ...A } fragment A on Query { ${repeat(fields, (i) => `a${i}: programs { id }`)} }`;
const many = (fields: number): string =>
  `{ ${ACCOUNT} { ${repeat(fields, (i) => `a${i}: balanceAt(time: "2026-01-01T00:00:0${i % 10}Z")`)} } }`;
const ids = (fields: number): string => `{ ${ACCOUNT} { ${repeat(fields, (i) => `a${i}: id`)} } }`;
const batches = (fields: number, ofAccount: string): string => `mutation ($i: [RecordTransactionInput!]!) {
  ${repeat(fields, (i) => `a${i}: recordTransactions(inputs: $i) { ... on RecordTransactionSuccess { ...A } }`)} }
  fragment A on RecordTransactionSuccess { earning { id account { balance { available } ${ofAccount} } } }`;

test('what a front end and a router ask for passes', () => {
  expect(
    problems(`{ ${ACCOUNT} { balance { available } entries { nodes { redemption { reward { id } } } } } }`),
  ).toEqual([]);
  expect(
    problems(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { pointsAccounts {
    entries(first: 5) { nodes { kind } } redemptions { edges { node { account { balance { held } } } } } } } } }`),
  ).toEqual([]);
  expect(problems(getIntrospectionQuery())).toEqual([]);
});

test('depth', () => {
  expect(problems(deep(6))).toEqual([]);
  expect(problems(deep(7))).toEqual(['The operation goes more than 15 fields deep.']);
});

test('root fields, aliases and fragments counted', () => {
  expect(problems(wide(12))).toEqual([]);
  expect(problems(wide(13))).toEqual(['The operation asks for more than 25 root fields.']);
});

test('pages and past balances', () => {
  expect(problems(many(50))).toEqual([]);
  expect(problems(many(51))).toEqual(['The operation asks for more than 50 pages and other readings of their own.']);
});

test('pages inside of pages, through fragments too', () => {
  const nested = `{ ${ACCOUNT} { entries { nodes { ...Again } } } }
    fragment Again on LedgerEntry { account { ... on PointsAccount { redemptions { nodes { id } } } } }`;
  expect(problems(nested)).toEqual([
    'The operation asks for a page inside of a page; ask for it by its own id instead.',
  ]);
});

test('batches of transactions, and readings for each of one', () => {
  expect(problems(batches(1, 'tier { code }'))).toEqual([]);
  expect(problems(batches(2, 'id'))).toEqual(['The operation records more than one batch of transactions.']);
  for (const reading of ['entries { nodes { id } }', 'tierHistory { code }']) {
    expect(problems(batches(1, reading))).toEqual([
      'The operation asks for more than 50 pages and other readings of their own.',
    ]);
  }
});

test('fields, those of fragments wherever they are spread', () => {
  expect(problems(ids(999))).toEqual([]);
  expect(problems(ids(1_000))).toEqual([TOO_MANY_FIELDS]);
  const spread = `{ ${ACCOUNT} { a: member { ...M } b: member { ...M } } }
    fragment M on Member { ${repeat(500, (i) => `a${i}: id`)} }`;
  expect(problems(spread)).toEqual([TOO_MANY_FIELDS]);
});

test('fragments that double each other cost no time', () => {
  const doubling = repeat(60, (i) => `fragment F${i} on PointsAccount { ...F${i + 1} ...F${i + 1} }`);
  const query = `{ ${ACCOUNT} { ...F0 } } ${doubling} fragment F60 on PointsAccount { id }`;
  expect(problems(query)).toEqual([TOO_MANY_FIELDS]);
});

test('a fragment that contains itself does not hang', () => {
  expect(problems(`{ ${ACCOUNT} { ...F } } fragment F on PointsAccount { id ...F }`)).toEqual([]);
});
