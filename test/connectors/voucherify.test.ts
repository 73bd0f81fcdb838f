import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import type { Capabilities, LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import { createRateLimit } from '../../src/connectors/voucherify/createRateLimit.ts';
import { createVoucherifyConnector } from '../../src/connectors/voucherify/createVoucherifyConnector.ts';
import { voucherifyHttp, voucherifySettings } from '../../src/connectors/voucherify/voucherifySettings.ts';
import { WALLET } from '../emulators/voucherify/routes.ts';
import { startVoucherify, type VoucherifyEmulator } from '../emulators/voucherify/startVoucherify.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { aDebit, aReversal, soon } from './contract/given.ts';
import { createShapeCheck } from './openapi/createShapeCheck.ts';

const CAPABILITIES: Capabilities = {
  certainty: 'lookup',
  resendWithin: null,
  settlesWithin: 900_000,
  isAsynchronous: true,
  reversal: 'partial',
  earning: 'none',
  earnsOnceFor: 0,
  fractionalPoints: false,
  batchBalances: false,
  history: true,
  oneAtATimePerMember: false,
};
const OPERATIONS = { balance: 'balance', debit: 'debit', lookup: 'lookup', reverse: 'reverse', history: 'lookup' };
const OPTIONS = { appId: 'app-1', appToken: 't0ken-of-the-project', programId: 'lprg_128f58429f4c4bf7b2' };
const ANN = { id: 'cust_6onRrs4kCnvSVrTs5YtDPFBG' };

function connect(url: string, more: Readonly<Record<string, unknown>> = {}, appToken = OPTIONS.appToken) {
  const { appId, programId } = OPTIONS;
  const settings = voucherifySettings.parse({ baseUrl: url, appId, programId, ...more });
  const http = createEngineHttp({ ...voucherifyHttp, baseUrl: settings.baseUrl, allowPrivateAddresses: ['127.0.0.1'] });
  return createVoucherifyConnector({ settings, secrets: { appToken }, http });
}

describeConnector('Voucherify', CAPABILITIES, async () => {
  const emulator = await startVoucherify(OPTIONS);
  const connector = connect(emulator.url);
  const broken = {
    secret: connect(emulator.url, {}, 'an old token'),
    host: connect('http://127.0.0.1:9'),
    program: connect(emulator.url, { programId: 'lprg_00' }),
  };
  return {
    connector,
    emulator,
    books: emulator.books,
    operations: OPERATIONS,
    keepsReferences: true,
    secrets: [OPTIONS.appToken],
    broken,
    confuseMembers: () => {
      emulator.desk.whose = 'member-john';
    },
    settle: () => {
      emulator.settle();
    },
    close: async () => {
      for (const one of [connector, ...Object.values(broken)]) await one.close();
      await emulator.close();
      expect(emulator.violations, "requests that Voucherify's OpenAPI does not allow").toEqual([]);
    },
  };
});

describe('Voucherify in particular', () => {
  let emulator: VoucherifyEmulator;
  const open: LoyaltyConnector[] = [];
  const connected = (more: Readonly<Record<string, unknown>> = {}): LoyaltyConnector => {
    const connector = connect(emulator.url, more);
    open.push(connector);
    return connector;
  };
  const count = (operation: string): number => emulator.calls.filter((one) => one.operation === operation).length;

  beforeEach(async () => {
    emulator = await startVoucherify(OPTIONS);
    emulator.books.open(ANN.id, '1000');
  });
  afterEach(async () => {
    for (const connector of open.splice(0)) await connector.close();
    await emulator.close();
    expect(emulator.violations).toEqual([]);
  });

  it('makes no call and understands no answer that the published OpenAPI does not have', async () => {
    const shapes = createShapeCheck('voucherify');
    const connector = connected({ cardDefinitionId: WALLET });
    const debit = aDebit('120', ANN);
    await connector.check(soon());
    await connector.debit(debit, soon());
    await connector.lookup?.(debit, soon());
    emulator.settle();
    await connector.reverse?.(aReversal(debit, null, '20'), soon());
    for (let index = 0; index < 120; index += 1) emulator.desk.transactions.create(ANN.id, 1n, null);
    emulator.settle();
    await connector.history?.(ANN, new Date(0), new Date(Date.now() + 60_000), soon());
    await connector.balances([{ id: 'cust_nobody' }], soon());
    emulator.desk.programStatus = 'INACTIVE';
    const answers = emulator.calls.map(({ call }) => [call, emulator.answer(call)] as const);
    expect(new Set(emulator.calls.map(({ operation }) => operation))).toEqual(
      new Set(['check', 'balance', 'debit', 'lookup', 'reverse']),
    );
    for (const [call, answer] of answers) {
      expect(shapes.request(call), `${call.method} ${call.path}`).toBeNull();
      expect(shapes.answer(call, answer), `${call.method} ${call.path} ${answer.status}`).toBeNull();
    }
    expect(answers.map(([, { status }]) => status)).toEqual(expect.arrayContaining([200, 404, 423]));
  });

  it('is accepted, then pending, then found', async () => {
    const connector = connected();
    const debit = aDebit('120', ANN);
    const accepted = await connector.debit(debit, soon());
    expect(accepted).toMatchObject({ status: 'accepted', engineReference: expect.stringMatching(/^lctx_/) as string });
    expect(await connector.lookup?.(debit, soon())).toEqual({ status: 'pending' });
    emulator.settle();
    const found = await connector.lookup?.(debit, soon());
    expect(found).toEqual({
      status: 'found',
      engineReference: (accepted as { engineReference: string }).engineReference,
    });
  });

  it('is rejected where another redemption was first', async () => {
    const connector = connected();
    const [first, second] = [aDebit('900', ANN), aDebit('900', ANN)];
    await connector.debit(first, soon());
    expect(await connector.debit(second, soon())).toMatchObject({ status: 'accepted' });
    emulator.settle();
    expect(await connector.lookup?.(first, soon())).toMatchObject({ status: 'found' });
    expect(await connector.lookup?.(second, soon())).toEqual({
      status: 'rejected',
      words: 'Voucherify rejected it: insufficient_balance',
    });
    expect(emulator.books.balanceOf(ANN.id)).toBe('100');
  });

  it('finds a reference behind many later transactions, and misses one only when it read them all', async () => {
    const connector = connected();
    const debit = aDebit('120', ANN);
    await connector.debit(debit, soon());
    for (let index = 0; index < 250; index += 1) emulator.desk.transactions.create(ANN.id, 1n, 'Birthday');
    emulator.settle();
    expect(await connector.lookup?.(debit, soon())).toMatchObject({ status: 'found' });
    expect(await connector.lookup?.(aDebit('120', ANN), soon())).toEqual({ status: 'absent' });
    emulator.faults.next('lookup', null, 'serverErrorAfter');
    expect(await connector.lookup?.(aDebit('120', ANN), soon())).toMatchObject({ status: 'unknown' });
  });

  it('takes a reference within another text for none of ours', async () => {
    const debit = aDebit('120', ANN);
    emulator.desk.transactions.create(ANN.id, -120n, `Redemption ${debit.reference}, by hand`);
    emulator.settle();
    expect(await connected().lookup?.(debit, soon())).toEqual({ status: 'absent' });
  });

  it('does not know what another number of points under our reference means', async () => {
    const debit = aDebit('120', ANN);
    emulator.desk.transactions.create(ANN.id, -121n, `Redemption ${debit.reference}`);
    emulator.settle();
    expect(await connected().lookup?.(debit, soon())).toMatchObject({ status: 'unknown' });
  });

  it('sends no reversal of a debit that is pending or was rejected', async () => {
    const connector = connected();
    const [first, second] = [aDebit('900', ANN), aDebit('900', ANN)];
    await connector.debit(first, soon());
    await connector.debit(second, soon());
    expect(await connector.reverse?.(aReversal(first, null), soon())).toMatchObject({ status: 'notSent' });
    emulator.settle();
    expect(await connector.reverse?.(aReversal(second, null), soon())).toMatchObject({ reason: 'NOT_REVERSIBLE' });
    expect(count('reverse')).toBe(0);
  });

  it('says of a repeated reversal what became of it, and sends it once', async () => {
    const connector = connected();
    const debit = aDebit('120', ANN);
    await connector.debit(debit, soon());
    emulator.settle();
    const reversal = aReversal(debit, null, '50');
    expect(await connector.reverse?.(reversal, soon())).toMatchObject({ status: 'accepted' });
    expect(await connector.reverse?.(reversal, soon())).toMatchObject({ status: 'accepted' });
    emulator.settle();
    expect(await connector.reverse?.(reversal, soon())).toMatchObject({ status: 'done' });
    expect(count('reverse')).toBe(1);
    expect(await connector.reverse?.(aReversal(debit, null, '70'), soon())).toMatchObject({ status: 'accepted' });
    expect(await connector.reverse?.(aReversal(debit, null, '1'), soon())).toMatchObject({
      reason: 'ALREADY_REVERSED',
    });
  });

  it.each([
    ['memberStatus', 'MEMBER_NOT_ACTIVE'],
    ['programStatus', 'REFUSED'],
  ] as const)('refuses by the key of the answer: %s', async (what, reason) => {
    const connector = connected();
    emulator.desk[what] = 'INACTIVE';
    expect(await connector.debit(aDebit('1', ANN), soon())).toMatchObject({ status: 'refused', reason });
    expect(count('debit')).toBe(0);
    const debit = aDebit('1', ANN);
    emulator.desk[what] = 'ACTIVE';
    // It is switched off between the membership and the adjustment.
    emulator.before('debit', () => {
      emulator.desk[what] = 'INACTIVE';
    });
    expect(await connector.debit(debit, soon())).toMatchObject({ status: 'refused', reason });
    expect(count('debit')).toBe(1);
  });

  it('needs to be told which wallet is meant where a member has two cards', async () => {
    emulator.desk.secondCard = true;
    const [balance] = await connected().balances([ANN], soon());
    expect(balance).toBeInstanceOf(Error);
    expect(await connected().debit(aDebit('1', ANN), soon())).toMatchObject({ status: 'notSent' });
    const named = await connected({ cardDefinitionId: WALLET }).balances([ANN], soon());
    expect(named).toMatchObject([{ available: '1000' }]);
  });

  it('takes a program that is not there for no answer about a member', async () => {
    const [balance] = await connected({ programId: 'lprg_00' }).balances([ANN], soon());
    expect(balance).toBeInstanceOf(Error);
  });

  it('names members as the operator says', async () => {
    await connected({ memberIs: 'customer_source_id' }).balances([ANN], soon());
    expect(emulator.calls.at(-1)?.call.query.get('identification_type')).toBe('customer_source_id');
  });

  it('warns of a wallet whose balances may go below zero', async () => {
    emulator.desk.allowsNegative = true;
    const steps = await connected({ cardDefinitionId: WALLET }).check(soon());
    expect(steps.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['Point wallet']);
  });

  it('makes no call while the rate limit says that none is left', async () => {
    await emulator.close();
    const retry = String(Math.ceil(Date.now() / 1000) + 60);
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-retry': retry };
    emulator = await startVoucherify({ ...OPTIONS, headers });
    emulator.books.open(ANN.id, '1000');
    const connector = connected();
    await connector.balances([ANN], soon());
    const outcome = await connector.debit(aDebit('1', ANN), soon());
    expect(outcome).toMatchObject({ status: 'notSent' });
    expect((outcome as { retryAfter: number }).retryAfter).toBeGreaterThan(50_000);
    expect(emulator.calls).toHaveLength(1);
  });

  it('knows no rate limit from headers that say nothing', () => {
    const limit = createRateLimit(() => 1_000_000);
    limit.learn({ 'x-rate-limit-remaining': '1', 'x-rate-limit-retry': '2000' });
    limit.learn({ 'x-rate-limit-remaining': '0' });
    limit.learn({ 'x-rate-limit-remaining': '0', 'x-rate-limit-retry': 'soon' });
    expect(limit.wait()).toBe(0);
    limit.learn({ 'x-rate-limit-remaining': '0', 'x-rate-limit-retry': '1060' });
    expect(limit.wait()).toBe(60_000);
    limit.learn({ 'x-rate-limit-remaining': '0', 'x-rate-limit-retry': '999999999' });
    expect(limit.wait()).toBe(3_600_000);
  });

  it('refuses what Voucherify could not store', async () => {
    const connector = connected();
    const long = { ...aDebit('1', ANN), reference: `${randomUUID()}${'x'.repeat(220)}` };
    for (const debit of [long, aDebit('0.5', ANN), aDebit('9007199254740992', ANN)]) {
      expect(await connector.debit(debit, soon())).toMatchObject({ status: 'refused', reason: 'REFUSED' });
    }
    expect(emulator.calls).toEqual([]);
  });
});
