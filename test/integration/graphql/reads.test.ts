import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { parseDay } from '../../../src/ledger/day.ts';
import { captureHold, givePoints, holdPoints } from './support/given.ts';
import { type Graph, MILES, STARS, startGraph } from './support/startGraph.ts';

const DAY = 86_400_000;
const ada = accountRef(STARS, 'ada');

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(async () => {
  await graph.close();
});

const MUTATIONS = `
  fragment Told on Redemption { id status points reversedPoints orderId reward { id } declineReason requestedAt settledAt }
`;

describe('everything about a member, field by field', () => {
  let earned: string;
  let redeemed: string;
  let captured: string;

  beforeAll(async () => {
    earned = await givePoints(graph, 'ada', 1000n, { details: { reason: 'Welcome' } });
    const hold = await holdPoints(graph, 'ada', 300n);
    captured = await captureHold(graph, 'ada', hold, 100n, { details: { orderId: 'o-2' } });
    await holdPoints(graph, 'ada', 40n);
    const { data } = await graph.ask<{ redeemPoints: { redemption: { id: string } } }>(
      `mutation { redeemPoints(input: { idempotencyKey: "k", memberId: "ada", points: 60, rewardId: "mug", orderId: "o-1" }) {
        ... on RedeemPointsSuccess { redemption { id } }
      } }`,
    );
    redeemed = data?.redeemPoints.redemption.id ?? '';
    await graph.ask(`mutation { reverseRedemption(input: {
      idempotencyKey: "r", redemptionId: "${redeemed}", points: 20, reason: "Broken"
    }) { __typename } }`);
  });

  test('the account, by its id', async () => {
    const { data, errors } = await graph.ask(`{
      pointsAccount(id: "${ada.id}") {
        __typename id programId status
        member { __typename id }
        program { __typename id name unitName decimals timeZone }
        balance { __typename available pending held source stale }
        expiring { points expiresOn }
      }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      pointsAccount: {
        __typename: 'PointsAccount',
        id: ada.id,
        programId: STARS,
        status: 'ACTIVE',
        member: { __typename: 'Member', id: 'ada' },
        program: { __typename: 'Program', id: STARS, name: 'Stars', unitName: 'star', decimals: 0, timeZone: 'UTC' },
        balance: { __typename: 'PointsBalance', available: 820, pending: 0, held: 40, source: 'LEDGER', stale: false },
        expiring: [],
      },
    });
  });

  test('the statement, newest first', async () => {
    const { data, errors } = await graph.ask<{ pointsAccount: { entries: { nodes: Record<string, unknown>[] } } }>(`{
      pointsAccount(id: "${ada.id}") { entries { nodes {
        __typename id kind points balanceAfter reason effectiveAt recordedAt account { id }
        redemption { id } earning { id }
      } } }
    }`);
    expect(errors).toEqual([]);
    const nodes = data?.pointsAccount.entries.nodes ?? [];
    const line = { __typename: 'LedgerEntry', account: { id: ada.id }, reason: null, redemption: null, earning: null };
    const times = { effectiveAt: expect.stringMatching(/Z$/), recordedAt: expect.stringMatching(/Z$/) };
    const base = { ...line, ...times };
    expect(nodes).toEqual([
      {
        ...base,
        id: `${ada.id}.4`,
        kind: 'REVERSE',
        points: 20,
        balanceAfter: 860,
        reason: 'Broken',
        redemption: { id: redeemed },
      },
      { ...base, id: `${ada.id}.3`, kind: 'REDEEM', points: -60, balanceAfter: 840, redemption: { id: redeemed } },
      { ...base, id: `${ada.id}.2`, kind: 'REDEEM', points: -100, balanceAfter: 900, redemption: { id: captured } },
      {
        ...base,
        id: `${ada.id}.1`,
        kind: 'EARN',
        points: 1000,
        balanceAfter: 1000,
        reason: 'Welcome',
        earning: { id: earned },
      },
    ]);
  });

  test('the redemptions', async () => {
    const { data, errors } = await graph.ask(`${MUTATIONS} {
      pointsAccount(id: "${ada.id}") { redemptions { edges { node { ...Told account { id } } } } }
    }`);
    expect(errors).toEqual([]);
    const told = {
      account: { id: ada.id },
      declineReason: null,
      requestedAt: expect.stringMatching(/Z$/),
      settledAt: expect.stringMatching(/Z$/),
    };
    const first = {
      ...told,
      id: redeemed,
      status: 'PARTIALLY_REVERSED',
      points: 60,
      reversedPoints: 20,
      orderId: 'o-1',
      reward: { id: 'mug' },
    };
    const second = {
      ...told,
      id: captured,
      status: 'CONFIRMED',
      points: 100,
      reversedPoints: 0,
      orderId: 'o-2',
      reward: null,
    };
    expect(data).toEqual({ pointsAccount: { redemptions: { edges: [{ node: first }, { node: second }] } } });
  });

  test('the earnings', async () => {
    const { data, errors } = await graph.ask(`{
      pointsAccount(id: "${ada.id}") { earnings { nodes {
        id kind transactionId status points reversedPoints occurredAt account { id balance { available } }
        breakdown { rule kind points }
      } } }
    }`);
    expect(errors).toEqual([]);
    const earning = {
      id: earned,
      kind: 'CREDIT',
      transactionId: null,
      status: 'POSTED',
      points: 1000,
      reversedPoints: 0,
      occurredAt: expect.stringMatching(/Z$/),
      account: { id: ada.id, balance: { available: 820 } },
      breakdown: [{ rule: 'credit', kind: 'BASE', points: 1000 }],
    };
    expect(data).toEqual({ pointsAccount: { earnings: { nodes: [earning] } } });
  });

  test('single things, by id', async () => {
    const { data, errors } = await graph.ask(`{
      redemption(id: "${redeemed}") { id points account { member { id } programId } }
      earning(id: "${earned}") { id points account { member { id } } }
      notARedemption: redemption(id: "${earned}") { id }
      notAnEarning: earning(id: "${redeemed}") { id }
      program(id: "${MILES}") { id decimals }
      programs { id }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      redemption: { id: redeemed, points: 60, account: { member: { id: 'ada' }, programId: STARS } },
      earning: { id: earned, points: 1000, account: { member: { id: 'ada' } } },
      notARedemption: null,
      notAnEarning: null,
      program: { id: MILES, decimals: 2 },
      programs: [{ id: MILES }, { id: STARS }],
    });
  });

  test('entities, by each of their keys', async () => {
    const representations = [
      { __typename: 'Member', id: 'ada' },
      { __typename: 'PointsAccount', id: ada.id },
      { __typename: 'PointsAccount', member: { id: 'ada' }, programId: STARS },
      { __typename: 'LedgerEntry', id: `${ada.id}.1` },
      { __typename: 'Redemption', id: redeemed },
      { __typename: 'Earning', id: earned },
      { __typename: 'Program', id: STARS },
    ];
    const { data, errors } = await graph.ask<{ _entities: unknown[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        __typename
        ... on Member { id pointsAccount { id } other: pointsAccount(programId: "${MILES}") { id } pointsAccounts { id } }
        ... on PointsAccount { id status }
        ... on LedgerEntry { id points account { status } }
        ... on Redemption { id points }
        ... on Earning { id points }
        ... on Program { id name }
      } }`,
      { variables: { representations } },
    );
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual([
      { __typename: 'Member', id: 'ada', pointsAccount: { id: ada.id }, other: null, pointsAccounts: [{ id: ada.id }] },
      { __typename: 'PointsAccount', id: ada.id, status: 'ACTIVE' },
      { __typename: 'PointsAccount', id: ada.id, status: 'ACTIVE' },
      { __typename: 'LedgerEntry', id: `${ada.id}.1`, points: 1000, account: { status: 'ACTIVE' } },
      { __typename: 'Redemption', id: redeemed, points: 60 },
      { __typename: 'Earning', id: earned, points: 1000 },
      { __typename: 'Program', id: STARS, name: 'Stars' },
    ]);
  });

  test('what does not exist is null, and no error', async () => {
    const nobody = accountRef(STARS, 'nobody').id;
    const { data, errors } = await graph.ask<{ _entities: unknown[] }>(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { __typename ... on Member { pointsAccount { id } pointsAccounts { id } } }
        pointsAccount(id: "${nobody}") { id }
        respelt: pointsAccount(id: "${ada.id.toUpperCase()}") { id }
        redemption(id: "no-uuid") { id }
        earning(id: "${nobody}") { id }
        program(id: "no-program") { id }
      }`,
      {
        variables: {
          representations: [
            { __typename: 'Member', id: 'nobody' },
            { __typename: 'PointsAccount', id: nobody },
            { __typename: 'PointsAccount', id: ada.id.toUpperCase() },
            { __typename: 'PointsAccount', member: { id: 'ada' }, programId: 'no-program' },
            { __typename: 'LedgerEntry', id: `${ada.id}.5` },
            { __typename: 'LedgerEntry', id: `${ada.id}.01` },
            { __typename: 'LedgerEntry', id: `${nobody}.1` },
            { __typename: 'Redemption', id: earned },
            { __typename: 'Earning', id: 'no-uuid' },
            { __typename: 'Program', id: 'no-program' },
          ],
        },
      },
    );
    expect(errors).toEqual([]);
    const { _entities: entities, ...rest } = data ?? {};
    expect(entities).toEqual([
      { __typename: 'Member', pointsAccount: null, pointsAccounts: [] },
      ...Array.from({ length: 9 }, () => null),
    ]);
    expect(rest).toEqual({ pointsAccount: null, respelt: null, redemption: null, earning: null, program: null });
  });
});

test('ids that differ by case, by a space or by a Unicode form are different members', async () => {
  const ids = ['Zoe', 'zoe', 'zoe ', 'Zoe\u0308', 'Zo\u00EB'];
  for (const [index, id] of ids.entries()) await givePoints(graph, id, BigInt(index + 1));
  const { data } = await graph.ask<{ _entities: unknown[] }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Member { pointsAccount { balance { available } } }
    } }`,
    { variables: { representations: ids.map((id) => ({ __typename: 'Member', id })) } },
  );
  expect(data?._entities).toEqual(ids.map((_, index) => ({ pointsAccount: { balance: { available: index + 1 } } })));
});

describe('points with decimals that expire', () => {
  const bob = accountRef(MILES, 'bob');
  // 20 April 2027, 18:00 UTC is half past eleven in the night in Kolkata.
  const evening = Date.parse('2027-04-20T18:00:00Z');
  const balance = `{ pointsAccount(id: "${bob.id}") {
    balance { available held asOf } expiring { points expiresOn } two: expiring(first: 2) { expiresOn }
  } }`;
  const at = async (instant: number) => {
    graph.ahead = instant - Date.now();
    const { data } = await graph.ask<{ pointsAccount: Record<string, unknown> }>(balance);
    return data?.pointsAccount;
  };

  beforeAll(async () => {
    graph.ahead = evening - 60 * DAY - Date.now();
    await givePoints(graph, 'bob', 1005n, { program: MILES, expiresOn: parseDay('2027-04-20') });
    await givePoints(graph, 'bob', 2050n, { program: MILES, expiresOn: parseDay('2027-04-21') });
    await givePoints(graph, 'bob', 1n, { program: MILES, expiresOn: parseDay('2027-06-01') });
    await holdPoints(graph, 'bob', 5n, { program: MILES });
  });
  afterAll(() => {
    graph.ahead = 0;
  });

  test('are spendable to the end of their last day in the program’s time zone', async () => {
    expect(await at(evening)).toEqual({
      balance: { available: 30.51, held: 0.05, asOf: expect.stringContaining('2027-04-20T18:00:') },
      expiring: [
        { points: 10, expiresOn: '2027-04-20' },
        { points: 20.5, expiresOn: '2027-04-21' },
        { points: 0.01, expiresOn: '2027-06-01' },
      ],
      two: [{ expiresOn: '2027-04-20' }, { expiresOn: '2027-04-21' }],
    });
  });

  test('are gone an hour later, before any job has swept them', async () => {
    const { balance, expiring } = (await at(evening + DAY / 24)) ?? {};
    expect(balance).toMatchObject({ available: 20.51, held: 0.05 });
    expect(expiring).toEqual([
      { points: 20.5, expiresOn: '2027-04-21' },
      { points: 0.01, expiresOn: '2027-06-01' },
    ]);
  });

  test('are exact at every instant, past and future', async () => {
    graph.ahead = evening - Date.now();
    const instants = {
      before: evening - 61 * DAY,
      now: evening,
      tomorrow: evening + DAY / 24,
      summer: evening + 50 * DAY,
    };
    const fields = Object.entries(instants).map(
      ([name, time]) => `${name}: balanceAt(time: "${new Date(time).toISOString()}")`,
    );
    const { data, errors } = await graph.ask(`{ pointsAccount(id: "${bob.id}") { ${fields.join(' ')} } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({ pointsAccount: { before: null, now: 30.56, tomorrow: 20.56, summer: 0.05 } });
  });
});
