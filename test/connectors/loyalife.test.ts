import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import { createLoyalifeConnector } from '../../src/connectors/loyalife/createLoyalifeConnector.ts';
import { loyalifeHttp, loyalifeSettings } from '../../src/connectors/loyalife/loyalifeSettings.ts';
import { tokenLifeOf } from '../../src/connectors/loyalife/loyalifeToken.ts';
import type { Capabilities, EngineReversal, LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import { REVERSED_BEFORE, TOO_FEW_POINTS } from '../emulators/loyalife/routes.ts';
import { type LoyalifeEmulator, type LoyalifeOptions, startLoyalife } from '../emulators/loyalife/startLoyalife.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { JANE } from './contract/engineUnderTest.ts';
import { aDebit, soon } from './contract/given.ts';

const CAPABILITIES: Capabilities = {
  certainty: 'none',
  resendWithin: null,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'full',
  earning: 'blind',
  earnsOnceFor: null,
  fractionalPoints: false,
  batchBalances: false,
  history: true,
  oneAtATimePerMember: true,
};
const OPERATIONS = { balance: 'balance', debit: 'debit', reverse: 'reverse', earn: 'earn', history: 'history' };
const OPTIONS: LoyalifeOptions = { clientId: 'points', clientSecret: 's3cret-of-the-program', programId: 19 };
const CODES = { [TOO_FEW_POINTS]: 'INSUFFICIENT_POINTS', [REVERSED_BEFORE]: 'ALREADY_REVERSED' };

function connect(url: string, more: Readonly<Record<string, unknown>> = {}, secret = OPTIONS.clientSecret) {
  const settings = loyalifeSettings.parse({
    baseUrl: url,
    clientId: OPTIONS.clientId,
    programId: OPTIONS.programId,
    timeZone: 'UTC',
    errorCodes: CODES,
    transactionsAreUnique: true,
    defaultProduct: { productCode: 'RETAIL001' },
    ...more,
  });
  const http = createEngineHttp({ ...loyalifeHttp, baseUrl: settings.baseUrl, allowPrivateAddresses: ['127.0.0.1'] });
  return createLoyalifeConnector({ settings, secrets: { clientSecret: secret }, http });
}

describeConnector('Loyalife', CAPABILITIES, async () => {
  const emulator = await startLoyalife(OPTIONS);
  const connector = connect(emulator.url);
  const broken = {
    secret: connect(emulator.url, {}, 'an old secret'),
    host: connect('http://127.0.0.1:9'),
    program: connect(emulator.url, { programId: 20 }),
  };
  return {
    connector,
    emulator,
    books: emulator.books,
    operations: OPERATIONS,
    keepsReferences: false,
    secrets: [OPTIONS.clientSecret],
    broken,
    // A balance is a number without a name there.
    confuseMembers: null,
    close: async () => {
      for (const one of [connector, ...Object.values(broken)]) await one.close();
      await emulator.close();
    },
  };
});

/** The last hour, and the next. */
function wide(): [Date, Date] {
  return [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
}

describe('Loyalife in particular', () => {
  let emulator: LoyalifeEmulator;
  const open: LoyaltyConnector[] = [];
  const connected = (more: Readonly<Record<string, unknown>> = {}): LoyaltyConnector => {
    const connector = connect(emulator.url, more);
    open.push(connector);
    return connector;
  };
  const sent = (operation: string): Readonly<Record<string, unknown>>[] =>
    emulator.calls.filter((one) => one.operation === operation).map(({ call }) => call.body as Record<string, unknown>);

  beforeEach(async () => {
    emulator = await startLoyalife(OPTIONS);
    emulator.books.open(JANE.id, '1000');
  });
  afterEach(async () => {
    for (const connector of open.splice(0)) await connector.close();
    await emulator.close();
  });

  it('asks for one token for many calls at once, without a scope', async () => {
    const connector = connected();
    await connector.balances([JANE, JANE, JANE, JANE], soon());
    await connector.balances([JANE], soon());
    expect(sent('token')).toEqual([
      { grant_type: 'client_credentials', client_id: 'points', client_secret: OPTIONS.clientSecret },
    ]);
  });

  it('gets another token when the first one is not accepted any more', async () => {
    const connector = connected();
    await connector.balances([JANE], soon());
    emulator.revokeTokens();
    expect(await connector.debit(aDebit(), soon())).toMatchObject({ status: 'done' });
    expect(sent('token')).toHaveLength(2);
    expect(sent('debit')).toHaveLength(1);
  });

  it('trusts a token no longer than it says, nor than the documented half hour', () => {
    const now = Date.parse('2026-03-16T15:00:00Z');
    expect(tokenLifeOf('2026-03-16T15:10:00Z', now)).toBe(10 * 60_000);
    expect(tokenLifeOf('2026-03-16T20:40:00+05:30', now)).toBe(10 * 60_000);
    for (const odd of ['2026-03-17T15:10:00Z', '2026-03-16T15:10:00', '2026-03-16T14:00:00Z', '', 'soon']) {
      expect(tokenLifeOf(odd, now)).toBe(30 * 60_000);
    }
  });

  it('redeems in the words of the documented request', async () => {
    await connected({ amountPerPoint: '0.25', merchantName: 'Rewards' }).debit(aDebit('120'), soon());
    expect(sent('debit')).toEqual([
      {
        RelationReference: JANE.id,
        TransactionCurrency: 'DEFAULT',
        RelationType: 4,
        ProgramId: 19,
        Amount: 30,
        Points: 120,
        MerchantName: 'Rewards',
        LoyaltyTxnType: 30,
      },
    ]);
  });

  it('sends no redeem that the balance cannot pay, nor one of a part of a point', async () => {
    const connector = connected({ errorCodes: {} });
    const tooMany = await connector.debit(aDebit('1001'), soon());
    expect(tooMany).toMatchObject({ status: 'refused', reason: 'INSUFFICIENT_POINTS' });
    expect(await connector.debit(aDebit('0.5'), soon())).toMatchObject({ status: 'refused', reason: 'REFUSED' });
    expect(sent('debit')).toEqual([]);
  });

  it('takes no failure for a refusal whose code nobody explained', async () => {
    // Somebody else spends the points between the balance and the redeem.
    emulator.sayBalance('2000');
    const known = await connected().debit(aDebit('1500'), soon());
    expect(known).toMatchObject({ status: 'refused', reason: 'INSUFFICIENT_POINTS' });
    const unknown = await connected({ errorCodes: {} }).debit(aDebit('1500'), soon());
    expect(unknown).toMatchObject({ status: 'unknown', words: expect.stringContaining(TOO_FEW_POINTS) as string });
  });

  it.each(['997', 'E001', '201', '401', 'constructor', '__proto__', ''])('never refuses by code "%s"', async (code) => {
    emulator.failNextRedeem(code);
    expect((await connected().debit(aDebit(), soon())).status).toBe('unknown');
  });

  it.each([
    ['103', 'MEMBER_UNKNOWN'],
    ['107', 'MEMBER_NOT_ACTIVE'],
    ['113', 'MEMBER_NOT_ACTIVE'],
    ['114', 'MEMBER_NOT_ACTIVE'],
    ['120', 'REFUSED'],
    ['208', 'REFUSED'],
    ['999', 'REFUSED'],
  ])('refuses by the documented code %s', async (code, reason) => {
    emulator.failNextRedeem(code);
    expect(await connected().debit(aDebit(), soon())).toMatchObject({ status: 'refused', reason });
  });

  it.each(['107', '113', '114'] as const)('refuses a member who is not active: %s', async (code) => {
    emulator.blocked.set(JANE.id, code);
    const connector = connected();
    expect((await connector.debit(aDebit(), soon())).status).not.toBe('done');
    const reversal: EngineReversal = {
      member: JANE,
      reference: randomUUID(),
      engineReference: randomUUID(),
      reversalReference: randomUUID(),
      debited: '1',
      points: '1',
    };
    expect(await connector.reverse?.(reversal, soon())).toMatchObject({ reason: 'MEMBER_NOT_ACTIVE' });
  });

  it('finds a redeem whose answer was lost in the history, by the reference in its merchant name', async () => {
    const connector = connected({ referenceInMerchantName: true, merchantName: 'Rewards' });
    const [other, lost] = [aDebit('120'), aDebit('120')];
    await connector.debit(other, soon());
    emulator.faults.next('debit', 'lostAfter');
    expect((await connector.debit(lost, soon())).status).toBe('unknown');
    const movements = (await connector.history?.(JANE, ...wide(), soon())) ?? [];
    const found = movements.filter(({ reference }) => reference === lost.reference);
    expect(found).toMatchObject([{ points: '-120' }]);
    const reversal = { ...lost, engineReference: found[0]?.engineReference ?? null, debited: '120' };
    const outcome = await connector.reverse?.({ ...reversal, reversalReference: randomUUID() }, soon());
    expect(outcome).toMatchObject({ status: 'done' });
    expect(emulator.books.balanceOf(JANE.id)).toBe('880');
  });

  it('has points, merchant and time of a redeem in the history, even without a reference', async () => {
    const connector = connected({ merchantName: 'Rewards' });
    const [from, to] = wide();
    const before = (await connector.history?.(JANE, from, to, soon())) ?? [];
    emulator.faults.next('debit', 'lostAfter');
    await connector.debit(aDebit('120'), soon());
    const after = (await connector.history?.(JANE, from, to, soon())) ?? [];
    const known = new Set(before.map(({ engineReference }) => engineReference));
    const fresh = after.filter(({ engineReference }) => !known.has(engineReference));
    expect(fresh).toMatchObject([{ points: '-120', reference: null, words: 'Redemption, Rewards' }]);
    expect(Math.abs((fresh[0]?.occurredAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('reads a history of many pages whole, and no part of one', async () => {
    for (let index = 0; index < 250; index += 1) emulator.books.earn({ member: JANE.id, points: '1' });
    const connector = connected();
    expect(await connector.history?.(JANE, ...wide(), soon())).toHaveLength(251);
    expect(sent('history').map((body) => body['MinimumRange'])).toEqual([0, 100, 200]);
    emulator.faults.next('history', null, 'serverErrorAfter');
    await expect(connector.history?.(JANE, ...wide(), soon())).rejects.toThrow('Loyalife failed (500).');
  });

  it("refuses another member's history", async () => {
    emulator.confuseMembers();
    await expect(connected().history?.(JANE, ...wide(), soon())).rejects.toThrow("another member's history");
  });

  it("asks in the environment's own time", async () => {
    const connector = connected({ timeZone: 'Asia/Kolkata' });
    await connector.history?.(JANE, new Date('2026-05-11T18:30:00Z'), new Date('2026-05-12T18:29:59Z'), soon());
    expect(sent('history')).toMatchObject([{ DateFrom: '2026-05-12T00:00:00', DateTo: '2026-05-12T23:59:59' }]);
  });

  it('hands a purchase over with its product, its day there and its key', async () => {
    const connector = connected({
      timeZone: 'Asia/Kolkata',
      products: { coffee: { productCode: 'COFFEE', subProductCode: 'HOT' } },
      currencyCode: 'USD',
    });
    const purchase = {
      member: JANE,
      reference: 'e-1',
      transactionId: 'tx-1',
      kind: 'PURCHASE' as const,
      amount: { amount: '12.5', currencyCode: 'USD' },
      category: 'coffee',
      merchantId: null,
      occurredAt: new Date('2026-05-10T20:00:00Z'),
    };
    await connector.earn?.(purchase, soon());
    expect(sent('earn')).toEqual([
      {
        transaction_id: 'tx-1',
        _xoxo_api_client_idempotency: 'e-1',
        amount: 12.5,
        transaction_date: '2026-05-11',
        product_code: 'COFFEE',
        sub_product_code: 'HOT',
        member_relation_reference: JANE.id,
        transaction_type: 'DR',
      },
    ]);
    const euros = { ...purchase, amount: { amount: '12.5', currencyCode: 'EUR' } };
    expect(await connector.earn?.(euros, soon())).toMatchObject({ status: 'refused' });
    expect(sent('earn')).toHaveLength(1);
  });

  it('awards a repeated purchase twice where the program has no unique column for the key', async () => {
    await emulator.close();
    emulator = await startLoyalife({ ...OPTIONS, insertsOnce: false });
    emulator.books.open(JANE.id, '0');
    const connector = connected();
    const amount = { amount: '10', currencyCode: 'USD' };
    const rest = { category: null, merchantId: null, occurredAt: new Date() };
    const purchase = {
      member: JANE,
      reference: 'e-1',
      transactionId: 'tx-1',
      kind: 'PURCHASE' as const,
      amount,
      ...rest,
    };
    await connector.earn?.(purchase, soon());
    await connector.earn?.(purchase, soon());
    expect(emulator.books.balanceOf(JANE.id)).toBe('20');
  });
});
