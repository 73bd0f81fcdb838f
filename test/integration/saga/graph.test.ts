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
      get engineAwarding() {
        return made.one?.awarding;
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

test('the graph tells of transactions that the engine awards: told, not told yet, refused and listed', async () => {
  const EARNING = 'id status points pointsKnown engineReference breakdown { rule exactPoints }';
  const record = async (transactionId: string, memberId = 'ann') =>
    graph.ask(
      `mutation ($input: RecordTransactionInput!) { recordTransaction(input: $input) {
        __typename
        ... on RecordTransactionSuccess { ruleMatched earning { ${EARNING} } }
        ... on PointsError { message }
      } }`,
      {
        variables: {
          input: {
            transactionId,
            memberId,
            programId: 'rewards',
            kind: 'PURCHASE',
            amount: { amount: '7.5', currencyCode: 'USD' },
          },
        },
      },
    );
  expect((await record('t-1')).data).toMatchObject({
    recordTransaction: {
      ruleMatched: true,
      earning: {
        status: 'POSTED',
        points: 7.5,
        pointsKnown: true,
        engineReference: expect.any(String),
        breakdown: [{ rule: 'engine', exactPoints: '7.5' }],
      },
    },
  });
  engine.emulator.faults.next('earnings', 'lostAfter');
  expect((await record('t-2')).data).toMatchObject({
    recordTransaction: { ruleMatched: false, earning: { status: 'PENDING', points: 0, pointsKnown: false } },
  });
  expect((await record('t-3', 'nobody')).data).toMatchObject({
    recordTransaction: { __typename: 'PointsAccountNotFound' },
  });
  const id = requestId('rewards', 'transaction', 't-2');
  const page = async (after: string | null) =>
    graph.ask(
      `query ($account: ID!, $after: String) {
        _entities(representations: [{ __typename: "Earning", id: "${id}" }]) { ... on Earning { id status } }
        pointsAccount(id: $account) {
          earnings(first: 1, after: $after) { nodes { id status } pageInfo { hasNextPage endCursor } }
        }
      }`,
      { variables: { account: accountRef('rewards', 'ann').id, after } },
    );
  const first = (await page(null)).data as { pointsAccount: { earnings: { pageInfo: { endCursor: string } } } };
  expect(first).toMatchObject({
    _entities: [{ id, status: 'PENDING' }],
    pointsAccount: { earnings: { nodes: [{ id, status: 'PENDING' }], pageInfo: { hasNextPage: true } } },
  });
  const { data } = await page(first.pointsAccount.earnings.pageInfo.endCursor);
  expect(data).toMatchObject({
    pointsAccount: { earnings: { nodes: [{ status: 'POSTED' }], pageInfo: { hasNextPage: false } } },
  });
});
