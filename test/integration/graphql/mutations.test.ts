import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { captureHold, givePoints, holdPoints } from './support/given.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(async () => {
  await graph.close();
});

let member = '';
let members = 0;
beforeEach(() => {
  members += 1;
  member = `m-${members}`;
});

type Result = Record<string, unknown> & {
  readonly redemption: { readonly id: string };
  readonly message: string;
};

const FAILURES = `
  __typename
  ... on PointsError {
    message
    ... on InsufficientPoints { available requested }
    ... on PointsAccountNotActive { status }
    ... on PointsAccountHasHolds { held }
    ... on RedemptionNotReversible { reversiblePoints }
  }
`;
const REDEMPTION = `redemption { id status points reversedPoints account { balance { available held } } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  redeemPoints: `... on RedeemPointsSuccess { ${REDEMPTION} }`,
  reverseRedemption: `... on ReverseRedemptionSuccess { ${REDEMPTION} }`,
  earnPoints: '... on EarnPointsSuccess { earning { id points status account { id balance { available } } } }',
  changePointsAccountStatus: '... on ChangePointsAccountStatusSuccess { account { id status balance { available } } }',
};

let keys = 0;

/** Runs a mutation with the input as a variable, under a new key unless the input has one. */
async function run(mutation: string, input: object): Promise<Result> {
  keys += 1;
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await graph.ask<Record<string, Result>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${FAILURES} ${SUCCESSES[mutation]} } }`,
    { variables: { input: { idempotencyKey: `key ${keys}`, ...input } } },
  );
  expect(errors).toEqual([]);
  return data?.[mutation] as Result;
}

describe('redeemPoints', () => {
  test('answers with the redemption, and the balance after it', async () => {
    await givePoints(graph, member, 100n);
    expect(await run('redeemPoints', { memberId: member, points: 30, rewardId: 'mug' })).toEqual({
      __typename: 'RedeemPointsSuccess',
      redemption: {
        id: expect.any(String),
        status: 'CONFIRMED',
        points: 30,
        reversedPoints: 0,
        account: { balance: { available: 70, held: 0 } },
      },
    });
  });

  test('the same key with an equal input, however it is spelt, is the same redemption', async () => {
    await givePoints(graph, member, 1000n, { program: MILES });
    const input = { idempotencyKey: member, memberId: member, programId: MILES, points: 2.5 };
    const first = await run('redeemPoints', input);
    for (const points of [2.5, '2.50', '25e-1']) expect(await run('redeemPoints', { ...input, points })).toEqual(first);
    const { data } = await graph.ask(`mutation { redeemPoints(input: {
      idempotencyKey: "${member}", memberId: "${member}", programId: "${MILES}", points: 2.500, rewardId: null
    }) { ${FAILURES} ${SUCCESSES['redeemPoints']} } }`);
    expect(data).toEqual({ redeemPoints: first });
  });

  test('the same key with another input is a conflict, and changes nothing', async () => {
    await givePoints(graph, member, 100n);
    await run('redeemPoints', { idempotencyKey: member, memberId: member, points: 30 });
    const other = await run('redeemPoints', { idempotencyKey: member, memberId: member, points: 31 });
    expect(other).toEqual({ __typename: 'IdempotencyKeyConflict', message: expect.any(String) });
    const { data } = await graph.ask(
      `{ pointsAccount(id: "${accountRef(STARS, member).id}") { balance { available } } }`,
    );
    expect(data).toEqual({ pointsAccount: { balance: { available: 70 } } });
  });

  test('too few points', async () => {
    await givePoints(graph, member, 1005n, { program: MILES });
    expect(await run('redeemPoints', { memberId: member, programId: MILES, points: 10.06 })).toEqual({
      __typename: 'InsufficientPoints',
      message: expect.stringContaining('10.05'),
      available: 10.05,
      requested: 10.06,
    });
  });

  test('no account, no program', async () => {
    const absent = { __typename: 'PointsAccountNotFound', message: expect.any(String) };
    expect(await run('redeemPoints', { memberId: member, points: 1 })).toEqual(absent);
    expect(await run('redeemPoints', { memberId: member, programId: 'no-program', points: 1 })).toEqual(absent);
  });

  test.each([0, -5, 1.5, '0.00001', 9_007_199_254_740_992, '9007199254740992', 1e300])(
    'the amount %s is none of the program',
    async (points) => {
      await givePoints(graph, member, 100n);
      expect(await run('redeemPoints', { memberId: member, points })).toEqual({
        __typename: 'InvalidPointsAmount',
        message: expect.any(String),
      });
    },
  );
});

describe('reverseRedemption', () => {
  test('gives back in parts, up to what was spent', async () => {
    await givePoints(graph, member, 100n);
    const { redemption } = await run('redeemPoints', { memberId: member, points: 30 });
    const redemptionId = redemption.id;
    const state = (status: string, reversedPoints: number, available: number) => ({
      __typename: 'ReverseRedemptionSuccess',
      redemption: {
        id: redemptionId,
        status,
        points: 30,
        reversedPoints,
        account: { balance: { available, held: 0 } },
      },
    });
    const part = { idempotencyKey: `${member} part`, redemptionId, points: 10 };
    expect(await run('reverseRedemption', part)).toEqual(state('PARTIALLY_REVERSED', 10, 80));
    expect(await run('reverseRedemption', part)).toEqual(state('PARTIALLY_REVERSED', 10, 80));
    expect(await run('reverseRedemption', { redemptionId, points: 21 })).toEqual({
      __typename: 'RedemptionNotReversible',
      message: expect.any(String),
      reversiblePoints: 20,
    });
    expect(await run('reverseRedemption', { redemptionId })).toEqual(state('REVERSED', 30, 100));
    expect(await run('reverseRedemption', { redemptionId })).toMatchObject({ reversiblePoints: 0 });
    expect(await run('reverseRedemption', { ...part, points: 11 })).toMatchObject({
      __typename: 'IdempotencyKeyConflict',
    });
    expect(await run('reverseRedemption', { redemptionId, points: 0 })).toMatchObject({
      __typename: 'InvalidPointsAmount',
    });
  });

  test('gives back what was captured from a hold', async () => {
    await givePoints(graph, member, 100n);
    const redemptionId = await captureHold(graph, member, await holdPoints(graph, member, 50n), 40n);
    expect(await run('reverseRedemption', { redemptionId, points: 15 })).toMatchObject({
      redemption: {
        status: 'PARTIALLY_REVERSED',
        points: 40,
        reversedPoints: 15,
        account: { balance: { available: 75 } },
      },
    });
  });

  test('no such redemption', async () => {
    const earning = await givePoints(graph, member, 1n);
    for (const redemptionId of ['no-uuid', earning, accountRef(STARS, member).id]) {
      expect(await run('reverseRedemption', { redemptionId })).toEqual({
        __typename: 'RedemptionNotFound',
        message: expect.any(String),
      });
    }
  });
});

describe('earnPoints', () => {
  test('opens the account with the first earning', async () => {
    const { id } = accountRef(MILES, member);
    const earned = await run('earnPoints', { memberId: member, programId: MILES, points: 12.34, reason: 'Welcome' });
    const account = { id, balance: { available: 12.34 } };
    expect(earned).toEqual({
      __typename: 'EarnPointsSuccess',
      earning: { id: expect.any(String), points: 12.34, status: 'POSTED', account },
    });
  });

  test('where the program does not open accounts there is none', async () => {
    await graph.database.prisma.program.create({
      data: {
        id: `closed-${member}`,
        name: 'Closed',
        unitName: 'point',
        decimals: 0,
        timeZone: 'UTC',
        opensAccounts: false,
      },
    });
    const earned = await run('earnPoints', { memberId: member, programId: `closed-${member}`, points: 1 });
    expect(earned).toMatchObject({ __typename: 'PointsAccountNotFound' });
  });
});

describe('changePointsAccountStatus', () => {
  test('freezes, thaws and closes for good', async () => {
    await givePoints(graph, member, 100n);
    const { id } = accountRef(STARS, member);
    const become = (status: string) => run('changePointsAccountStatus', { accountId: id, status });
    const now = (status: string, available: number) => ({
      __typename: 'ChangePointsAccountStatusSuccess',
      account: { id, status, balance: { available } },
    });
    expect(await become('FROZEN')).toEqual(now('FROZEN', 100));
    const refused = { __typename: 'PointsAccountNotActive', message: expect.any(String) };
    expect(await run('redeemPoints', { memberId: member, points: 1 })).toEqual({ ...refused, status: 'FROZEN' });
    expect(await run('earnPoints', { memberId: member, points: 1 })).toMatchObject({ earning: { points: 1 } });
    expect(await become('ACTIVE')).toEqual(now('ACTIVE', 101));
    await holdPoints(graph, member, 40n);
    expect(await become('CLOSED')).toEqual({
      __typename: 'PointsAccountHasHolds',
      message: expect.any(String),
      held: 40,
    });
  });

  test('closed is final', async () => {
    await givePoints(graph, member, 100n);
    const { id: accountId } = accountRef(STARS, member);
    const closed = await run('changePointsAccountStatus', { accountId, status: 'CLOSED' });
    expect(closed).toMatchObject({ account: { status: 'CLOSED', balance: { available: 0 } } });
    const reopened = await run('changePointsAccountStatus', { accountId, status: 'ACTIVE' });
    const refused = { __typename: 'PointsAccountNotActive', message: expect.any(String), status: 'CLOSED' };
    expect(reopened).toEqual(refused);
    expect(await run('earnPoints', { memberId: member, points: 1 })).toEqual(refused);
  });

  test('no such account', async () => {
    for (const accountId of ['no-uuid', accountRef(STARS, 'nobody').id]) {
      const changed = await run('changePointsAccountStatus', { accountId, status: 'FROZEN' });
      expect(changed).toMatchObject({ __typename: 'PointsAccountNotFound' });
    }
  });
});

const after = (available: number, ...spent: number[]) => ({
  redemption: {
    account: {
      balance: { available },
      entries: { nodes: [{ points: -(spent[0] ?? 0) }] },
      redemptions: { nodes: spent.map((points) => ({ points })) },
      member: { pointsAccounts: [{ balance: { available } }] },
    },
  },
});

test('mutations of one operation run in order, and each sees what the ones before it did', async () => {
  await givePoints(graph, member, 100n);
  const redeem = (key: string, points: number): string =>
    `redeemPoints(input: { idempotencyKey: "${member} ${key}", memberId: "${member}", points: ${points} }) {
      ... on RedeemPointsSuccess { redemption { account {
        balance { available } entries(first: 1) { nodes { points } } redemptions { nodes { points } } member { pointsAccounts { balance { available } } }
      } } }
      ... on InsufficientPoints { available }
    }`;
  const { data, errors } = await graph.ask(
    `mutation { a: ${redeem('a', 60)} b: ${redeem('b', 60)} c: ${redeem('c', 40)} }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({ a: after(40, 60), b: { available: 40 }, c: after(0, 40, 60) });
});
