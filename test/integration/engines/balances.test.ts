import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountRef } from '../../../src/ledger/account.ts';
import { type SignedEngineEmulator, startSignedEngine } from '../../emulators/signedWebhook/startSignedEngine.ts';
import { type SquareEmulator, startSquareEmulator } from '../../emulators/square/startSquareEmulator.ts';
import { type Graph, MILES, STARS, startGraph } from '../graphql/support/startGraph.ts';
import { type Balance, balances, configure, signedEngine, squareEngine, until } from './support/engineGraph.ts';

let graph: Graph;
let signed: SignedEngineEmulator;
let square: SquareEmulator;
beforeEach(async () => {
  [graph, signed, square] = await Promise.all([startGraph(), startSignedEngine(), startSquareEmulator()]);
});
afterEach(async () => {
  await Promise.all([signed.emulator.close(), square.emulator.close()]);
  await graph.close();
});

const five = Array.from({ length: 500 }, (_, index) => `m-${index}`);
const useSigned = async (settings: object = {}) => configure(graph, MILES, signedEngine(signed.emulator.url, settings));
const useSquare = async () => configure(graph, STARS, squareEngine(square.emulator.url));

async function balanceOf(program: string, member: string): Promise<Balance | null | undefined> {
  const { data, errors } = await balances(graph, program, [member]);
  expect(errors).toEqual([]);
  return data?._entities[0]?.pointsAccount.balance;
}

test('the balances of 500 members of an engine with a batch are one call each hundred, and no row of ours', async () => {
  five.forEach((member, index) => signed.books.open(member, `${index + 1}.25`));
  await useSigned();
  graph.takeStatements();
  const { data, errors } = await balances(graph, MILES, five);
  expect(errors).toEqual([]);
  expect(signed.emulator.calls.map(({ operation }) => operation)).toEqual(Array.from({ length: 5 }, () => 'balances'));
  expect(data?._entities[41]?.pointsAccount).toEqual({
    id: accountRef(MILES, 'm-41').id,
    balance: { available: 42.25, pending: 0, source: 'ENGINE', stale: false, asOf: expect.any(String) },
  });
  await graph.engines.balances.close();
  expect(graph.takeStatements().filter((name) => name !== 'save_engine_balances')).toEqual(['accounts']);
});

test('of an engine without a batch, one call each, and no more at once than it is allowed', async () => {
  five.forEach((member, index) => square.books.open(member, String(index + 1)));
  await useSquare();
  const { data, errors } = await balances(graph, STARS, [...five, ...five]);
  expect(errors).toEqual([]);
  expect(square.emulator.calls).toHaveLength(500);
  expect(new Set(square.emulator.calls.map(({ call }) => call.path)).size).toBe(500);
  expect(square.emulator.peak()).toBeLessThanOrEqual(12);
  expect(data?._entities[999]?.pointsAccount.balance).toMatchObject({ available: 500, stale: false });
});

test('requests that ask at once share a call, and those that come later ask anew', async () => {
  square.books.open('m-1', '7');
  await useSquare();
  const all = await Promise.all(Array.from({ length: 20 }, () => balanceOf(STARS, 'm-1')));
  expect(all.every((balance) => balance?.available === 7)).toBe(true);
  // They come over twenty connections: not all of them in the time of one call, and never one call each.
  expect(square.emulator.calls.length).toBeLessThan(20);
  const before = square.emulator.calls.length;
  expect(await balanceOf(STARS, 'm-1')).toMatchObject({ available: 7 });
  expect(square.emulator.calls).toHaveLength(before + 1);
});

test('who asks while another request waits for the engine shares that answer', async () => {
  square.books.open('m-1', '7');
  await useSquare();
  square.emulator.faults.next('balance', 'silentBefore');
  const first = balances(graph, STARS, ['m-1']);
  await until(() => square.emulator.calls.length === 1);
  const second = balances(graph, STARS, ['m-1']);
  // Of another member, so that it is known that the second one has been asked.
  await balances(graph, STARS, ['m-2']);
  await square.emulator.close();
  const answers = await Promise.all([first, second]);
  expect(answers.map(({ errors }) => errors.map(({ extensions }) => extensions['code']))).toEqual([
    ['ENGINE_UNAVAILABLE'],
    ['ENGINE_UNAVAILABLE'],
  ]);
  expect(square.emulator.calls.filter(({ call }) => call.path.endsWith('/m-1'))).toHaveLength(1);
});

test('an engine that does not answer is the last known balance, marked, with its instant', async () => {
  signed.books.open('jane', '12.5');
  await useSigned();
  const fresh = await balanceOf(MILES, 'jane');
  expect(fresh).toMatchObject({ available: 12.5, stale: false });
  await graph.engines.balances.close();
  signed.emulator.faults.always('balances', 'lostBefore');
  expect(await balanceOf(MILES, 'jane')).toEqual({ ...fresh, stale: true });
  // By its id alone too, although our ledger has no row of the account.
  const { data, errors } = await graph.ask(
    'query ($id: ID!) { pointsAccount(id: $id) { member { id } balance { available stale } entries { nodes { id } } } }',
    { variables: { id: accountRef(MILES, 'jane').id } },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    pointsAccount: { member: { id: 'jane' }, balance: { available: 12.5, stale: true }, entries: { nodes: [] } },
  });
  signed.emulator.faults.calm();
  expect(await balanceOf(MILES, 'jane')).toMatchObject({ available: 12.5, stale: false });
});

test('who sends how long they still wait is answered by then, however long the engine takes', async () => {
  signed.books.open('jane', '12.5');
  await useSigned();
  const waiting = (milliseconds: string) =>
    balances(graph, MILES, ['jane'], { 'x-deadline-ms': milliseconds }).then(
      ({ data }) => data?._entities[0]?.pointsAccount.balance,
    );
  const fresh = await waiting('30000');
  expect(fresh).toMatchObject({ available: 12.5, stale: false });
  // What makes no sense is as if nothing had been sent.
  for (const nonsense of ['0', '-5', '1.5', 'soon']) expect(await waiting(nonsense)).toMatchObject({ stale: false });
  await graph.engines.balances.close();

  const before = signed.emulator.calls.length;
  expect(await waiting('40')).toMatchObject({ available: 12.5, stale: true });
  expect(signed.emulator.calls).toHaveLength(before);
  signed.emulator.faults.always('balances', 'silentBefore');
  let isOver = false;
  const patient = balances(graph, MILES, ['jane']).finally(() => {
    isOver = true;
  });
  await until(() => signed.emulator.calls.length === before + 1);
  graph.takeLog();
  expect(await waiting('400')).toMatchObject({ available: 12.5, stale: true });
  // It was not the engine's call that ended: it is still under way for the other one, and was not made twice.
  expect([isOver, graph.takeLog()]).toEqual([false, []]);
  expect(signed.emulator.calls).toHaveLength(before + 1);
  await signed.emulator.close();
  expect((await patient).errors).toEqual([]);
});

test('a balance that was never seen is null with an error, and never 0; the rest of the page is there', async () => {
  signed.books.open('jane', '12.5');
  await useSigned();
  signed.emulator.faults.always('balances', 'html');
  const { data, errors } = await balances(graph, MILES, ['jane']);
  expect(data?._entities).toEqual([{ pointsAccount: { id: accountRef(MILES, 'jane').id, balance: null } }]);
  expect(errors).toEqual([
    {
      message: "The program's loyalty system does not answer right now; try again.",
      locations: expect.any(Array),
      path: ['_entities', 0, 'pointsAccount', 'balance'],
      extensions: { code: 'ENGINE_UNAVAILABLE' },
    },
  ]);
});

test('a member whom the engine does not know has no balance, and that is no error', async () => {
  await useSquare();
  expect(await balanceOf(STARS, 'nobody')).toBeNull();
});

test('an answer about another member is refused', async () => {
  square.books.open('member-jane', '10');
  square.books.open('member-john', '99');
  await useSquare();
  square.isConfused = true;
  const { data, errors } = await balances(graph, STARS, ['member-jane']);
  expect(data?._entities[0]?.pointsAccount.balance).toBeNull();
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['ENGINE_UNAVAILABLE']);
});

test('while one engine hangs, the members of the other program are answered', async () => {
  signed.books.open('jane', '1');
  square.books.open('jane', '2');
  await Promise.all([useSigned(), useSquare()]);
  signed.emulator.faults.always('balances', 'silentBefore');
  let isOver = false;
  const hanging = balances(graph, MILES, ['jane']).finally(() => {
    isOver = true;
  });
  await until(() => signed.emulator.calls.length === 1);
  for (let time = 0; time < 20; time += 1) expect(await balanceOf(STARS, 'jane')).toMatchObject({ available: 2 });
  expect(isOver).toBe(false);
  await signed.emulator.close();
  expect((await hanging).errors).toHaveLength(1);
});

test('what the program has no decimals for is cut off, never rounded up', async () => {
  signed.books.open('jane', '12.99');
  await configure(graph, STARS, signedEngine(signed.emulator.url));
  expect(await balanceOf(STARS, 'jane')).toMatchObject({ available: 12 });
});

test('figures of an engine are not shown as those of the next one', async () => {
  signed.books.open('jane', '5');
  await useSigned();
  expect(await balanceOf(MILES, 'jane')).toMatchObject({ available: 5 });
  await graph.engines.balances.close();
  // Where nobody listens.
  await configure(graph, MILES, squareEngine('http://127.0.0.1:1'));
  const { data, errors } = await balances(graph, MILES, ['jane']);
  expect(data?._entities[0]?.pointsAccount.balance).toBeNull();
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['ENGINE_UNAVAILABLE']);
});

test('all accounts of a member are those of our ledger and those that engines know', async () => {
  signed.books.open('jane', '5');
  await useSigned();
  await balanceOf(MILES, 'jane');
  await graph.engines.balances.close();
  const { data, errors } = await graph.ask(
    `{ _entities(representations: [{ __typename: "Member", id: "jane" }, { __typename: "Member", id: "john" }]) {
      ... on Member { pointsAccounts { program { id } balance { available source } } }
    } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    _entities: [
      { pointsAccounts: [{ program: { id: MILES }, balance: { available: 5, source: 'ENGINE' } }] },
      { pointsAccounts: [] },
    ],
  });
  // In a program without an engine there is no account before anything moved.
  expect((await balances(graph, STARS, ['jane'])).data?._entities).toEqual([{ pointsAccount: null }]);
});
