import { describe, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import { withDeadline } from '../../src/connectors/http/deadline.ts';
import {
  type EngineTransaction,
  EngineUnavailable,
  type LoyaltyConnector,
} from '../../src/connectors/loyaltyConnector.ts';
import { createTalonOneConnector } from '../../src/connectors/talonOne/createTalonOneConnector.ts';
import { talonOneHttp, talonOneSettings } from '../../src/connectors/talonOne/talonOneSettings.ts';
import {
  API_KEY,
  PROGRAM_ID,
  startTalonOneEmulator,
  type TalonOneEmulator,
} from '../emulators/talonOne/startTalonOneEmulator.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { JANE, JOHN } from './contract/engineUnderTest.ts';
import { aDebit, aReversal, soon } from './contract/given.ts';

const CAPABILITIES = {
  certainty: 'resend',
  resendWithin: 86_400_000,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'full',
  earning: 'told',
  earnsOnceFor: null,
  fractionalPoints: true,
  batchBalances: false,
  history: true,
  oneAtATimePerMember: true,
} as const;

function connect(baseUrl: string, settings: object = {}, apiKey = API_KEY): LoyaltyConnector {
  const parsed = talonOneSettings.parse({ baseUrl, programId: PROGRAM_ID, currencyCode: 'USD', ...settings });
  const http = createEngineHttp({ ...talonOneHttp, baseUrl, allowPrivateAddresses: ['127.0.0.1'] });
  return createTalonOneConnector({ settings: parsed, secrets: { apiKey }, http });
}

describeConnector('Talon.One', CAPABILITIES, async () => {
  const { emulator, books, violations } = await startTalonOneEmulator();
  const connector = connect(emulator.url);
  return {
    connector,
    emulator,
    books,
    operations: { balance: 'balances', debit: 'debit', reverse: 'cancel', earn: 'purchase', history: 'transactions' },
    keepsReferences: true,
    secrets: [API_KEY, 'a-wrong-key'],
    broken: {
      secret: connect(emulator.url, {}, 'a-wrong-key'),
      host: connect('http://127.0.0.1:1'),
      program: connect(emulator.url, { programId: 8 }),
    },
    // Balances have no name.
    confuseMembers: null,
    close: async () => {
      await connector.close();
      await emulator.close();
      expect(violations, "requests that Talon.One's OpenAPI does not allow").toEqual([]);
    },
  };
});

async function open(): Promise<TalonOneEmulator & { connector: LoyaltyConnector }> {
  const engine = await startTalonOneEmulator();
  engine.books.open(JANE.id, '1000');
  return Object.assign(engine, { connector: connect(engine.emulator.url) });
}

function aMilestone(): EngineTransaction {
  const details = { amount: null, category: 'anniversary', merchantId: null, occurredAt: new Date() };
  return { member: JANE, reference: 'milestone-1', transactionId: 'anniversary', kind: 'MILESTONE', ...details };
}

describe('Talon.One', () => {
  it('is called for one member once at a time, in the order asked', async () => {
    const { connector, emulator } = await open();
    emulator.faults.next('debit', 'silentBefore');
    const stuck = connector.debit(aDebit('1'), withDeadline(500));
    const next = connector.debit(aDebit('2'), soon());
    await stuck;
    expect(emulator.calls).toHaveLength(1);
    await next;
    const debits = Array.from({ length: 6 }, (_, index) => aDebit(String(index + 1)));
    const outcomes = await Promise.all(debits.map(async (debit) => connector.debit(debit, soon())));
    expect(outcomes.every(({ status }) => status === 'done')).toBe(true);
    const asked = emulator.calls.slice(2).map(({ call }) => call.path.split('/').at(-1));
    expect(asked).toEqual(debits.map(({ reference }) => reference));
    await emulator.close();
  });

  it('keeps nobody waiting for another member, nor for one who gave up', async () => {
    const { connector, emulator, books } = await open();
    books.open(JOHN.id, '1000');
    emulator.faults.next('debit', 'silentBefore');
    const first = connector.debit(aDebit('1'), withDeadline(2000));
    const gaveUp = await connector.debit(aDebit('2'), AbortSignal.abort());
    expect(gaveUp).toMatchObject({ status: 'notSent' });
    const behind = connector.debit(aDebit('3'), soon());
    expect(await connector.debit(aDebit('4', JOHN), soon())).toMatchObject({ status: 'done' });
    expect(await first).toMatchObject({ status: 'unknown' });
    expect(await behind).toMatchObject({ status: 'done' });
    await emulator.close();
  });

  it('says of a 409 that nothing was processed', async () => {
    const engine = await open();
    engine.busy = 1;
    const debit = aDebit();
    expect(await engine.connector.debit(debit, soon())).toMatchObject({ status: 'notSent' });
    expect(await engine.connector.debit(debit, soon())).toMatchObject({ status: 'done' });
    expect(engine.books.balanceOf(JANE.id)).toBe('880');
    await engine.emulator.close();
  });

  it('knows a debit, a purchase and a milestone again when their keys are forgotten', async () => {
    const engine = await open();
    const { connector, books, emulator } = engine;
    const debit = aDebit('10');
    const purchase = { ...aMilestone(), kind: 'PURCHASE', amount: { amount: '25', currencyCode: 'USD' } } as const;
    const debited = await connector.debit(debit, soon());
    const earned = await connector.earn?.({ ...purchase, reference: 'purchase-1' }, soon());
    expect(await connector.earn?.(aMilestone(), soon())).toMatchObject({ status: 'done', value: { points: '50' } });
    engine.forgetKeys();
    expect(await connector.debit(debit, soon())).toEqual(debited);
    expect(await connector.earn?.({ ...purchase, reference: 'purchase-1' }, soon())).toEqual(earned);
    expect(await connector.earn?.(aMilestone(), soon())).toMatchObject({ status: 'done', value: { points: null } });
    expect(books.balanceOf(JANE.id)).toBe('1065');
    const other = await connector.debit({ ...debit, points: '11' }, soon());
    expect(other).toMatchObject({ status: 'refused', reason: 'REFERENCE_CONFLICT' });
    await emulator.close();
  });

  it('looks a debit up by its session', async () => {
    const { connector, emulator, books } = await open();
    const [debit, short] = [aDebit('10'), aDebit('2000')];
    expect(await connector.lookup?.(debit, soon())).toEqual({ status: 'absent' });
    await connector.debit(debit, soon());
    await connector.debit(short, soon());
    expect(await connector.lookup?.(debit, soon())).toMatchObject({ status: 'found' });
    expect(await connector.lookup?.(short, soon())).toMatchObject({ status: 'rejected' });
    await connector.reverse?.(aReversal(debit, null), soon());
    expect(await connector.lookup?.(debit, soon())).toMatchObject({ status: 'rejected' });
    expect(books.balanceOf(JANE.id)).toBe('1000');
    await emulator.close();
  });

  it('gives back at once what a rule deducted and nobody asked for', async () => {
    const engine = await open();
    engine.deducts = (points) => points / 2;
    const outcome = await engine.connector.debit(aDebit('10'), soon());
    expect(outcome).toMatchObject({ status: 'refused', reason: 'REFUSED' });
    expect(engine.books.balanceOf(JANE.id)).toBe('1000');
    engine.emulator.faults.next('cancel', 'lostBefore');
    expect(await engine.connector.debit(aDebit('10'), soon())).toMatchObject({ status: 'unknown' });
    await engine.emulator.close();
  });

  it('says that no rule is there, other than that there are too few points', async () => {
    const engine = await open();
    engine.deducts = null;
    const outcome = await engine.connector.debit(aDebit('10'), soon());
    expect(outcome).toMatchObject({ status: 'refused', reason: 'REFUSED' });
    await engine.emulator.close();
  });

  it("believes no session of another member, and reverses no other member's", async () => {
    const engine = await open();
    const { connector, books, emulator } = engine;
    const debit = aDebit('10');
    await connector.debit(debit, soon());
    const others = await connector.reverse?.({ ...aReversal(debit, null), member: JOHN }, soon());
    expect(others).toMatchObject({ status: 'refused', reason: 'REFERENCE_CONFLICT' });
    engine.profile = JOHN.id;
    expect(await connector.debit(aDebit('10'), soon())).toMatchObject({ status: 'unknown' });
    expect(await connector.lookup?.(debit, soon())).toMatchObject({ status: 'unknown' });
    const purchase = { ...aMilestone(), kind: 'PURCHASE', amount: { amount: '25', currencyCode: 'USD' } } as const;
    expect(await connector.earn?.(purchase, soon())).toMatchObject({ status: 'unknown' });
    expect(books.balanceOf(JANE.id)).toBe('1005');
    await emulator.close();
  });

  it('takes a missing program for no unknown member, and a status that is not documented for no refusal', async () => {
    const { connector, emulator } = await open();
    const elsewhere = connect(emulator.url, { programId: 8 });
    expect((await elsewhere.balances([JANE], soon()))[0]).toBeInstanceOf(EngineUnavailable);
    const misled = connect(`${emulator.url}/elsewhere`);
    expect(await misled.debit(aDebit('10'), soon())).toMatchObject({ status: 'unknown' });
    await Promise.all([connector.close(), elsewhere.close(), misled.close()]);
    await emulator.close();
  });

  it("refuses a purchase in a currency that is not the Application's", async () => {
    const { connector, emulator } = await open();
    const purchase = { ...aMilestone(), kind: 'PURCHASE', amount: { amount: '25', currencyCode: 'EUR' } } as const;
    expect(await connector.earn?.(purchase, soon())).toMatchObject({ status: 'refused' });
    expect(emulator.calls).toEqual([]);
    await emulator.close();
  });

  it('never calls the Management API', async () => {
    const { connector, emulator } = await open();
    await connector.debit(aDebit(), soon());
    await connector.balances([JANE], soon());
    await connector.history?.(JANE, new Date(0), new Date(), soon());
    expect(emulator.calls.map(({ call }) => call.path).filter((path) => /_points$|ledger/.test(path))).toEqual([]);
    await emulator.close();
  });
});
