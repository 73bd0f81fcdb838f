import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { type Graph, startGraph } from '../graphql/support/startGraph.ts';
import { signedEngine, type TestEngine } from './support/signedEngine.ts';
import { startSaga, type TestSaga } from './support/startSaga.ts';

const REDEMPTION = 'id status points declineReason engineReference settledAt';
let graph: Graph;
let engine: TestEngine;
const made: { one?: TestSaga } = {};

beforeAll(async () => {
  engine = await signedEngine();
  engine.books.open('ann', '100');
  graph = await startGraph({
    wrap: (services) => ({
      ...services,
      get engineRedeeming() {
        return made.one?.redeeming;
      },
      get useCases() {
        return made.one?.useCases ?? services.useCases;
      },
    }),
  });
  await graph.database.prisma.program.create({
    data: { id: 'rewards', name: 'Rewards', unitName: 'point', decimals: 2, timeZone: 'UTC' },
  });
  made.one = startSaga(graph.database, engine, { limits: { patience: 20_000, callTimeout: 5000, lease: 60_000 } });
});
afterAll(async () => {
  await made.one?.close();
  await graph.close();
  await engine.close();
});

const redeem = async (idempotencyKey: string, points: string) =>
  graph.ask(
    `mutation ($input: RedeemPointsInput!) { redeemPoints(input: $input) {
      __typename
      ... on RedeemPointsSuccess { redemption { ${REDEMPTION} } }
      ... on LoyaltyEngineUnavailable { message retryAfterSeconds }
    } }`,
    { variables: { input: { idempotencyKey, memberId: 'ann', programId: 'rewards', points } } },
  );

test('the graph tells of redemptions through an engine: confirmed, pending, refused and listed', async () => {
  expect((await redeem('a', '10')).data).toMatchObject({
    redeemPoints: { redemption: { status: 'CONFIRMED', points: 10, engineReference: expect.any(String) } },
  });
  engine.emulator.faults.next('debits', 'lostAfter');
  expect((await redeem('b', '20.5')).data).toMatchObject({
    redeemPoints: { redemption: { status: 'PENDING', points: 20.5, engineReference: null, settledAt: null } },
  });
  engine.emulator.faults.next('debits', 'tooManyRetryAfter');
  expect((await redeem('c', '1')).data).toMatchObject({
    redeemPoints: { __typename: 'LoyaltyEngineUnavailable', retryAfterSeconds: 2 },
  });
  const pending = requestId('rewards', 'graph', 'b');
  const { data } = await graph.ask(
    `query ($id: ID!, $account: ID!) {
      redemption(id: $id) { ${REDEMPTION} }
      pointsAccount(id: $account) { redemptions(first: 1) { nodes { id status } pageInfo { hasNextPage } } }
    }`,
    { variables: { id: pending, account: accountRef('rewards', 'ann').id } },
  );
  expect(data).toMatchObject({
    redemption: { id: pending, status: 'PENDING' },
    pointsAccount: { redemptions: { nodes: [{ id: pending, status: 'PENDING' }], pageInfo: { hasNextPage: true } } },
  });
});
