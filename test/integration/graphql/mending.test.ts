import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretSigner, signedHeaders } from '../../support/signedMessage.ts';
import { giveRules } from './support/rules.ts';
import { type Graph, MILES, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
  await giveRules(graph, MILES);
});
afterAll(async () => {
  await graph.close();
});

/** Runs an operation that has to succeed, as the operator. */
async function run<Data>(query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await graph.ask<Data>(query, { variables });
  expect(errors).toEqual([]);
  return data as Data;
}

const LETTERS = `{ program(id: "${MILES}") { deadLetters(states: [OPEN]) {
  nodes { id sourceId messageId type reasonCode state attempts }
} } }`;
interface Letters {
  readonly program: { readonly deadLetters: { readonly nodes: readonly { readonly id: string }[] } };
}

const REPLAY = `mutation ($input: ReplayDeadLetterInput!) { replayDeadLetter(input: $input) {
  __typename ... on PointsError { message } ... on ReplayDeadLetterSuccess { deadLetter { state attempts } }
} }`;

test('an operator lets a shop send, sees what could not be applied, mends it and replays it', async () => {
  const CREATE = `mutation { createWebhookSource(input: { id: "shop", programId: "${MILES}", name: "The shop" }) {
    __typename ... on CreateWebhookSourceSuccess { secret source { keys { scheme } } }
  } }`;
  const { createWebhookSource: created } = await run<{ createWebhookSource: { secret: string } }>(CREATE);
  expect(created).toMatchObject({ source: { keys: [{ scheme: 'V1' }] } });
  expect(await run(CREATE)).toEqual({ createWebhookSource: { __typename: 'WebhookSourceIdTaken' } });

  const amount = { amount: '12.5', currencyCode: 'EUR' };
  const occurredAt = new Date().toISOString();
  const data = { transactionId: 'order-1', memberId: 'ada', kind: 'PURCHASE', amount, occurredAt };
  const body = JSON.stringify({ type: 'transaction.recorded', timestamp: new Date().toISOString(), data });
  const sent = await fetch(new URL('/webhooks/marketplace/shop', graph.url), {
    method: 'POST',
    headers: signedHeaders({ id: 'msg_1', body }, [secretSigner(created.secret)], new Date()),
    body,
  });
  expect(sent.ok).toBe(true);

  const { program } = await run<Letters>(LETTERS);
  const [letter, ...more] = program.deadLetters.nodes;
  expect(more).toEqual([]);
  expect(letter).toEqual({
    id: expect.any(String),
    sourceId: 'shop',
    messageId: 'msg_1',
    type: 'transaction.recorded',
    reasonCode: 'CurrencyRateNotFound',
    state: 'OPEN',
    attempts: 1,
  });

  const input = { deadLetterId: letter?.id };
  expect(await run(REPLAY, { input })).toEqual({
    replayDeadLetter: { __typename: 'ReplayDeadLetterSuccess', deadLetter: { state: 'OPEN', attempts: 2 } },
  });
  const mended = { ...data, amount: { amount: '12.5', currencyCode: 'USD' } };
  const mending = { ...input, body: JSON.stringify({ ...JSON.parse(body), data: mended }) };
  expect(await run(REPLAY, { input: mending })).toEqual({
    replayDeadLetter: { __typename: 'ReplayDeadLetterSuccess', deadLetter: { state: 'REPLAYED', attempts: 3 } },
  });
  expect(await run(REPLAY, { input })).toMatchObject({ replayDeadLetter: { __typename: 'DeadLetterNotOpen' } });
  expect((await run<Letters>(LETTERS)).program.deadLetters.nodes).toEqual([]);
  const { recordTransaction } = await run<{ recordTransaction: unknown }>(
    `mutation ($input: RecordTransactionInput!) { recordTransaction(input: $input) {
      __typename ... on RecordTransactionSuccess { earning { points account { balance { available } } } }
    } }`,
    { input: { ...mended, programId: MILES } },
  );
  expect(recordTransaction).toEqual({
    __typename: 'RecordTransactionSuccess',
    earning: { points: 12.5, account: { balance: { available: 12.5 } } },
  });
});
