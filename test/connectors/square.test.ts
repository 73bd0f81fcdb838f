import { beforeAll, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import type { LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import { createSquareConnector } from '../../src/connectors/square/createSquareConnector.ts';
import { loadSquare } from '../../src/connectors/square/squareCall.ts';
import { squareHttp, squareSettings } from '../../src/connectors/square/squareSettings.ts';
import {
  ACCESS_TOKEN,
  LOCATION_ID,
  PROGRAM_ID,
  type SquareEmulator,
  startSquareEmulator,
} from '../emulators/square/startSquareEmulator.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { JANE } from './contract/engineUnderTest.ts';
import { aDebit, aReversal, soon } from './contract/given.ts';

const CAPABILITIES = {
  certainty: 'resend',
  resendWithin: 86_400_000,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'partial',
  earning: 'told',
  earnsOnceFor: 24 * 60 * 60 * 1000,
  fractionalPoints: false,
  batchBalances: false,
  history: true,
  oneAtATimePerMember: false,
} as const;

function connect(baseUrl: string, settings: object = {}, accessToken = ACCESS_TOKEN): LoyaltyConnector {
  const parsed = squareSettings.parse({ baseUrl, programId: PROGRAM_ID, locationId: LOCATION_ID, ...settings });
  const http = createEngineHttp({ ...squareHttp, baseUrl, allowPrivateAddresses: ['127.0.0.1'] });
  return createSquareConnector({ settings: parsed, secrets: { accessToken }, http });
}

// Loading it blocks the process for seconds on a busy machine, longer than a deadline or a connection may take.
beforeAll(async () => {
  await loadSquare();
});

describeConnector('Square', CAPABILITIES, async () => {
  const engine = await startSquareEmulator();
  const { emulator, books, violations } = engine;
  const connector = connect(emulator.url);
  return {
    connector,
    emulator,
    books,
    operations: { balance: 'balance', debit: 'debit', reverse: 'reverse', earn: 'accumulate', history: 'search' },
    keepsReferences: true,
    secrets: [ACCESS_TOKEN, 'a-wrong-token'],
    broken: {
      secret: connect(emulator.url, {}, 'a-wrong-token'),
      host: connect('http://127.0.0.1:1'),
      program: connect(emulator.url, { programId: 'another-program' }),
    },
    confuseMembers: () => {
      engine.isConfused = true;
    },
    close: async () => {
      await connector.close();
      await emulator.close();
      expect(violations, "requests that Square's OpenAPI does not allow").toEqual([]);
    },
  };
});

async function open(): Promise<SquareEmulator & { connector: LoyaltyConnector }> {
  const engine = await startSquareEmulator();
  engine.books.open(JANE.id, '1000');
  return Object.assign(engine, { connector: connect(engine.emulator.url) });
}

it('owes nothing and is owed nothing where a Square account is negative', async () => {
  const { connector, books, emulator } = await open();
  books.earn({ member: JANE.id, points: '1' });
  Object.assign(books, { balanceOf: () => '-30' });
  expect(await connector.balances([JANE], soon())).toEqual([{ available: '0', pending: '0' }]);
  await emulator.close();
});

it('sends a call once, whatever the client of Square would do with a 500', async () => {
  const { connector, emulator } = await open();
  emulator.faults.always('balance', 'serverErrorBefore');
  await connector.balances([JANE], soon());
  expect(emulator.calls).toHaveLength(1);
  await emulator.close();
});

it('refuses fractions, ids that lead elsewhere and money that has no coin, without a call', async () => {
  const { connector, emulator } = await open();
  expect(await connector.debit(aDebit('1.5'), soon())).toMatchObject({ status: 'refused', reason: 'REFUSED' });
  const elsewhere = await connector.debit(aDebit('1', { id: '../programs' }), soon());
  expect(elsewhere).toMatchObject({ status: 'refused', reason: 'MEMBER_UNKNOWN' });
  const earning = {
    member: JANE,
    reference: 'r',
    transactionId: 't',
    category: null,
    merchantId: null,
    occurredAt: new Date(),
  };
  const amount = { amount: '1.005', currencyCode: 'USD' };
  const coinless = await connector.earn?.({ ...earning, kind: 'PURCHASE', amount }, soon());
  expect(coinless).toMatchObject({ status: 'refused' });
  expect(await connector.earn?.({ ...earning, kind: 'MILESTONE', amount }, soon())).toMatchObject({
    status: 'refused',
  });
  expect(emulator.calls).toEqual([]);
  await emulator.close();
});

it('says that a reference was used for another debit', async () => {
  const { connector, emulator } = await open();
  const debit = aDebit('10');
  await connector.debit(debit, soon());
  const other = await connector.debit({ ...debit, points: '11' }, soon());
  expect(other).toMatchObject({ status: 'refused', reason: 'REFERENCE_CONFLICT' });
  await emulator.close();
});

it('finds a debit by its reference, over many pages, when its key is forgotten', async () => {
  const engine = await open();
  const { connector, emulator } = engine;
  const debit = aDebit('10');
  expect(await connector.lookup?.(debit, soon())).toEqual({ status: 'absent' });
  const outcome = await connector.debit(debit, soon());
  for (let other = 0; other < 5; other += 1) await connector.debit(aDebit('1'), soon());
  engine.pageSize = 2;
  engine.forgetKeys();
  const engineReference = outcome.status === 'done' ? outcome.value.engineReference : null;
  expect(await connector.lookup?.(debit, soon())).toEqual({ status: 'found', engineReference });
  const movements = await connector.history?.(JANE, new Date(0), new Date(Date.now() + 1000), soon());
  expect(movements?.map((movement) => movement.points)).toEqual(['1000', '-10', '-1', '-1', '-1', '-1', '-1']);
  await emulator.close();
});

it('gives back once although the key of a reversal is forgotten', async () => {
  const engine = await open();
  const { connector, books, emulator } = engine;
  const debit = aDebit('10');
  const outcome = await connector.debit(debit, soon());
  const reversal = aReversal(debit, outcome.status === 'done' ? outcome.value.engineReference : null);
  const first = await connector.reverse?.(reversal, soon());
  engine.forgetKeys();
  expect(await connector.reverse?.(reversal, soon())).toEqual(first);
  expect(books.balanceOf(JANE.id)).toBe('1000');
  emulator.faults.always('search', 'serverErrorBefore');
  expect(await connector.reverse?.({ ...reversal, reversalReference: 'another' }, soon())).toMatchObject({
    status: 'notSent',
  });
  await emulator.close();
});

it('leaves an unknown code and an answer about another adjustment unknown', async () => {
  const engine = await open();
  engine.isConfused = true;
  expect(await engine.connector.debit(aDebit(), soon())).toMatchObject({ status: 'unknown' });
  await engine.emulator.close();
});
