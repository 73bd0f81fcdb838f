import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { givePoints } from './support/given.ts';
import { giveRules } from './support/rules.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const NUMBER = 500;
const members = Array.from({ length: NUMBER }, (_, index) => `m-${index}`);

let graph: Graph;
let earned: string[];
beforeAll(async () => {
  graph = await startGraph();
  earned = await Promise.all(members.map((member, index) => givePoints(graph, member, BigInt(index + 1))));
});
afterAll(async () => {
  await graph.close();
});

const accountId = (member: string): string => accountRef(STARS, member).id;

/** Asks for entities and gives them with the statements that it took. */
async function entities(representations: object[], selection: string) {
  graph.takeStatements();
  const { data, errors } = await graph.ask<{ _entities: Record<string, never>[] }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
    { variables: { representations } },
  );
  expect(errors).toEqual([]);
  expect(data?._entities).toHaveLength(representations.length);
  expect(data?._entities).not.toContain(null);
  return { found: data?._entities ?? [], statements: graph.takeStatements() };
}

test(`${NUMBER} balances, by account and by member and program, are one statement`, async () => {
  const byId = members.map((member) => ({ __typename: 'PointsAccount', id: accountId(member) }));
  const byMember = members.map((id) => ({ __typename: 'PointsAccount', member: { id }, programId: STARS }));
  for (const representations of [byId, byMember, [...byId.slice(250), ...byMember.slice(0, 250)]]) {
    const { found, statements } = await entities(
      representations,
      '... on PointsAccount { id balance { available held } }',
    );
    expect(statements).toEqual(['accounts']);
    expect(new Set(found.map((account) => account['id']))).toEqual(new Set(members.map(accountId)));
  }
});

test(`the accounts of ${NUMBER} members in the default program are one statement`, async () => {
  const { found, statements } = await entities(
    members.map((id) => ({ __typename: 'Member', id })),
    '... on Member { pointsAccount { balance { available } status program { name } } }',
  );
  expect(statements).toEqual(['accounts']);
  expect(found[41]).toEqual({
    pointsAccount: { balance: { available: 42 }, status: 'ACTIVE', program: { name: 'Stars' } },
  });
});

test(`every account of ${NUMBER} members is one statement, and what leads back to them none more`, async () => {
  const { found, statements } = await entities(
    members.map((id) => ({ __typename: 'Member', id })),
    `... on Member { pointsAccounts {
      status balance { available } expiring { points }
      earnings(first: 1) { nodes { account { balance { available } } } }
    } }`,
  );
  expect(statements).toEqual(['accounts_of_members', 'movement_pages']);
  expect(found[4]).toEqual({
    pointsAccounts: [
      {
        status: 'ACTIVE',
        balance: { available: 5 },
        expiring: [],
        earnings: { nodes: [{ account: { balance: { available: 5 } } }] },
      },
    ],
  });
});

test(`pages, past balances and everything behind them: one statement each, for ${NUMBER} accounts`, async () => {
  const { found, statements } = await entities(
    members.map((id) => ({ __typename: 'Member', id })),
    `... on Member { pointsAccount {
      balance { available }
      balanceAt(time: "2031-01-01T00:00:00Z")
      entries(first: 5) { nodes { points earning { id } redemption { id } account { status } } }
      redemptions(first: 5) { nodes { id } }
      earnings(first: 5) { nodes { id points account { balance { available } } } }
    } }`,
  );
  // The pages of redemptions and those of earnings.
  const pages = ['movement_pages', 'movement_pages'];
  expect(statements.toSorted()).toEqual(['accounts', 'balances_at', 'entry_pages', ...pages, 'movements']);
  expect(found[7]).toEqual({
    pointsAccount: {
      balance: { available: 8 },
      balanceAt: 8,
      entries: { nodes: [{ points: 8, earning: { id: earned[7] }, redemption: null, account: { status: 'ACTIVE' } }] },
      redemptions: { nodes: [] },
      earnings: { nodes: [{ id: earned[7], points: 8, account: { balance: { available: 8 } } }] },
    },
  });
});

test(`${NUMBER} entries are one statement, and one for whose they are`, async () => {
  const { statements } = await entities(
    members.map((member) => ({ __typename: 'LedgerEntry', id: `${accountId(member)}.1` })),
    '... on LedgerEntry { points account { balance { available } } }',
  );
  expect(statements.toSorted()).toEqual(['accounts', 'entries']);
});

test(`${NUMBER} earnings are one statement, and one for their accounts’ balances`, async () => {
  const { statements } = await entities(
    earned.map((id) => ({ __typename: 'Earning', id })),
    '... on Earning { points account { id member { id } balance { available } } }',
  );
  expect(statements.toSorted()).toEqual(['accounts', 'movements']);
});

test(`${NUMBER} tiers, of accounts of two programs, are one statement beside the accounts and the rules`, async () => {
  await giveRules(graph, MILES);
  await Promise.all(members.slice(0, 490).map((member) => givePoints(graph, member, 5n, { program: MILES })));
  const miles = members.slice(0, 490).map((id) => ({ __typename: 'PointsAccount', member: { id }, programId: MILES }));
  const stars = members.slice(490).map((id) => ({ __typename: 'PointsAccount', member: { id }, programId: STARS }));
  const TIER = '... on PointsAccount { tier { code } balance { pending debt } }';
  await entities([...miles, ...stars], TIER);
  const { found, statements } = await entities([...miles, ...stars], TIER);
  // Rules that are known are asked for their number alone.
  expect(statements.toSorted()).toEqual(['accounts', 'earning_rule_versions', 'read_counters']);
  expect(found[0]).toEqual({ tier: { code: 'basic' }, balance: { pending: 0, debt: 0 } });
  expect(found[490]).toEqual({ tier: null, balance: { pending: 0, debt: 0 } });
});

test('one account that is asked for a thousand times is read once', async () => {
  const { statements } = await entities(
    Array.from({ length: 1000 }, () => ({ __typename: 'PointsAccount', id: accountId('m-1') })),
    '... on PointsAccount { id balance { available } }',
  );
  expect(statements).toEqual(['accounts']);
});

test('a thousand different ones, which are two batches, share a statement: they are asked for in one turn', async () => {
  const strangers = Array.from({ length: 500 }, (_, index) => ({ __typename: 'Member', id: `stranger-${index}` }));
  const { statements } = await entities(
    [...members.map((id) => ({ __typename: 'Member', id })), ...strangers],
    '... on Member { pointsAccount { id } }',
  );
  expect(statements).toEqual(['accounts']);
});

test('more than a thousand are refused before anything is read', async () => {
  const representations = Array.from({ length: 1001 }, (_, index) => ({ __typename: 'Member', id: `x-${index}` }));
  graph.takeStatements();
  const { data, errors } = await graph.ask(
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
    { variables: { representations } },
  );
  expect(data).toBeNull();
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'representations names 1001 different entities; at most 1000 in one request',
      extensions: { code: 'BAD_USER_INPUT', field: 'representations' },
    }),
  ]);
  expect(graph.takeStatements()).toEqual([]);
});
