import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReconciliationDesk } from '../../../src/reconciliation/createReconciliationDesk.ts';
import { memoryPrograms, aProgram } from '../../doubles/memoryPrograms.ts';
import { type Graph, startGraph } from '../graphql/support/startGraph.ts';
import { signedEngine, type TestEngine } from '../saga/support/signedEngine.ts';
import { startSaga, type TestSaga } from '../saga/support/startSaga.ts';
import { aContext } from './support.ts';
import type { ReconciliationDesk } from '../../../src/reconciliation/reconciliationDesk.ts';

let graph: Graph;
let engine: TestEngine;
const made: { one?: TestSaga; desk?: ReconciliationDesk } = {};

beforeAll(async () => {
  engine = await signedEngine();
  engine.books.open('ann', '100');
  graph = await startGraph({
    wrap: (services) => ({
      ...services,
      get reconciliation() {
        return made.desk;
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
  const programs = memoryPrograms([aProgram({ decimals: 2 })]);
  made.desk = createReconciliationDesk({ ...aContext(graph.database, made.one), programs });
});
afterAll(async () => {
  await made.desk?.close();
  await made.one?.close();
  await graph.close();
  await engine.close();
});

const ITEM = 'kind state memberId points reason action settledAt';

test('the graph runs a comparison, and tells of it and of what it found', async () => {
  await graph.ask('mutation ($input: RedeemPointsInput!) { redeemPoints(input: $input) { __typename } }', {
    variables: { input: { idempotencyKey: 'k', memberId: 'ann', programId: 'rewards', points: '10' } },
  });
  engine.emulator.faults.always('history', 'serverErrorBefore');
  const run = `mutation { reconcileEngine(input: { programId: "rewards" }) {
    __typename ... on ReconcileEngineSuccess { run { state words members matched open } program { id } }
  } }`;
  const stopped = (await graph.ask(run)).data;
  expect(stopped).toMatchObject({ reconcileEngine: { run: { state: 'INCOMPLETE', words: expect.any(String) } } });
  engine.emulator.faults.calm();
  expect((await graph.ask(run)).data).toMatchObject({
    reconcileEngine: { run: { state: 'COMPLETE', members: 1, matched: 1, open: 0 }, program: { id: 'rewards' } },
  });
  const { data } = await graph.ask(
    `{ program(id: "rewards") {
      reconciliationRuns(first: 5) { nodes { state engineKind matched imported } pageInfo { hasNextPage } }
      reconciliationItems(first: 5) { nodes { ${ITEM} } }
      open: reconciliationItems(state: OPEN) { nodes { id } }
    } }`,
  );
  expect(data).toMatchObject({
    program: {
      reconciliationRuns: {
        nodes: [{ state: 'COMPLETE', engineKind: 'signed-webhook', matched: 1, imported: 1 }],
        pageInfo: { hasNextPage: false },
      },
      open: { nodes: [] },
    },
  });
});
