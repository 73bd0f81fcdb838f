import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../src/access/viewer.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { giveRules } from './support/rules.ts';
import { givePoints } from './support/given.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const YEAR = new Date().getUTCFullYear();

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
  await giveRules(graph, MILES);
});
afterAll(async () => {
  await graph.close();
});

async function buy(memberId: string, transactionId: string, amount: string, occurredAt?: Date) {
  const { data, errors } = await graph.ask<{ recordTransaction: { __typename: string } }>(
    `mutation ($input: RecordTransactionInput!) { recordTransaction(input: $input) { __typename } }`,
    {
      variables: {
        input: {
          transactionId,
          memberId,
          programId: MILES,
          kind: 'PURCHASE',
          amount: { amount, currencyCode: 'USD' },
          ...(occurredAt && { occurredAt: occurredAt.toISOString() }),
        },
      },
    },
  );
  expect(errors).toEqual([]);
  expect(data?.recordTransaction.__typename).toBe('RecordTransactionSuccess');
}

const TIER = `tier { code name qualifyingPoints until next { code name missingPoints } }
  tierHistory { code name since }`;

async function tiersOf(memberId: string, program: string = MILES, viewer: Partial<Viewer> = {}) {
  const { data, errors } = await graph.ask<{ pointsAccount: unknown }>(
    `{ pointsAccount(id: "${accountRef(program, memberId).id}") { ${TIER} } }`,
    { viewer },
  );
  expect(errors).toEqual([]);
  return data?.pointsAccount;
}

describe('a member’s tier', () => {
  test('begins with the lowest, which does not end', async () => {
    await buy('ada', 'ada-1', '40.5');
    expect(await tiersOf('ada')).toEqual({
      tier: {
        code: 'basic',
        name: 'Basic',
        qualifyingPoints: 40.5,
        until: null,
        next: { code: 'silver', name: 'Silver', missingPoints: 59.5 },
      },
      tierHistory: [],
    });
  });

  test('is reached at once, and lasts until the year ends', async () => {
    await buy('bob', 'bob-1', '40');
    await buy('bob', 'bob-2', '60');
    expect(await tiersOf('bob')).toEqual({
      tier: {
        code: 'silver',
        name: 'Silver',
        qualifyingPoints: 100,
        until: `${YEAR}-12-31`,
        next: { code: 'gold', name: 'Gold', missingPoints: 400 },
      },
      tierHistory: [{ code: 'silver', name: 'Silver', since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }],
    });
  });

  test('the highest has no next', async () => {
    await buy('cat', 'cat-1', '600');
    expect(await tiersOf('cat')).toMatchObject({ tier: { code: 'gold', next: null } });
  });

  test('has a history, newest first, of what was reached and what was lost', async () => {
    const goTo = (year: number, month: number, day: number) => {
      graph.ahead = Date.UTC(year, month - 1, day, 12) - Date.now();
    };
    goTo(YEAR + 1, 3, 1);
    await buy('dan', 'dan-1', '100');
    goTo(YEAR + 1, 3, 2);
    await buy('dan', 'dan-2', '400');
    const gold = { code: 'gold', name: 'Gold', since: `${YEAR + 1}-03-02` };
    const silver = { code: 'silver', name: 'Silver', since: `${YEAR + 1}-03-01` };
    expect(await tiersOf('dan')).toMatchObject({
      tier: { code: 'gold', until: `${YEAR + 1}-12-31` },
      tierHistory: [gold, silver],
    });
    goTo(YEAR + 2, 1, 1);
    const basic = { code: 'basic', name: 'Basic', since: `${YEAR + 2}-01-01` };
    expect(await tiersOf('dan')).toMatchObject({ tier: { code: 'basic' }, tierHistory: [basic, gold, silver] });
    const { data } = await graph.ask(
      `{ pointsAccount(id: "${accountRef(MILES, 'dan').id}") { tierHistory(first: 1) { code } } }`,
    );
    expect(data).toEqual({ pointsAccount: { tierHistory: [{ code: 'basic' }] } });
    graph.ahead = 0;
  });

  test('of a program without tiers is null', async () => {
    await givePoints(graph, 'eve', 5n);
    expect(await tiersOf('eve', STARS)).toEqual({ tier: null, tierHistory: [] });
  });

  test('is seen by the member, and by no other member', async () => {
    await buy('fay', 'fay-1', '100');
    const scopes = new Set(['points:read'] as const);
    expect(await tiersOf('fay', MILES, { memberId: 'fay', scopes })).toMatchObject({ tier: { code: 'silver' } });
    expect(await tiersOf('fay', MILES, { memberId: 'gus', scopes })).toBeNull();
  });

  test.each([0, 101])('tierHistory(first: %i) is a bad input', async (first) => {
    const { errors } = await graph.ask(
      `{ pointsAccount(id: "${accountRef(MILES, 'ada').id}") { tierHistory(first: ${first}) { code } } }`,
    );
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'first' });
  });
});
