import { expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import { createPlumConnector } from '../../src/connectors/plum/createPlumConnector.ts';
import { plumSettings } from '../../src/connectors/plum/plumSettings.ts';
import type { LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import { AUTH_TOKEN, type PlumEngineEmulator, startPlumEngine } from '../emulators/plum/startPlumEngine.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { JANE } from './contract/engineUnderTest.ts';
import { aDebit, aReversal, soon } from './contract/given.ts';

const CAPABILITIES = {
  certainty: 'resend',
  resendWithin: null,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'partial',
  earning: 'none',
  earnsOnceFor: 0,
  fractionalPoints: true,
  batchBalances: false,
  history: false,
  oneAtATimePerMember: false,
} as const;

function connect(baseUrl: string, settings: object = {}, authToken = AUTH_TOKEN): LoyaltyConnector {
  const parsed = plumSettings.parse({ baseUrl, ...settings });
  const http = createEngineHttp({
    baseUrl,
    name: 'The loyalty system',
    allowPrivateAddresses: ['127.0.0.1'],
    notProcessed: parsed.notProcessed,
  });
  return createPlumConnector({ settings: parsed, secrets: { authToken }, http });
}

describeConnector('Plum contract', CAPABILITIES, async () => {
  const engine = await startPlumEngine();
  const { emulator, books } = engine;
  const connector = connect(emulator.url, { notProcessed: [429] });
  return {
    connector,
    emulator,
    books,
    operations: { balance: 'balance', debit: 'redemption', reverse: 'refund' },
    keepsReferences: true,
    secrets: [AUTH_TOKEN, 'a-wrong-token'],
    broken: {
      secret: connect(emulator.url, {}, 'a-wrong-token'),
      host: connect('http://127.0.0.1:1'),
      program: connect(emulator.url, { paths: { balance: '/elsewhere' } }),
    },
    confuseMembers: () => {
      engine.isConfused = true;
    },
    close: async () => {
      await connector.close();
      await emulator.close();
    },
  };
});

async function withEngine(work: (engine: PlumEngineEmulator) => Promise<void>): Promise<void> {
  const engine = await startPlumEngine();
  try {
    engine.books.open(JANE.id, '1000');
    await work(engine);
  } finally {
    await engine.emulator.close();
  }
}

it('reads the older form of a balance', async () => {
  await withEngine(async (engine) => {
    engine.balanceForm = 'older';
    const connector = connect(engine.emulator.url);
    expect(await connector.balances([JANE], soon())).toEqual([{ available: '1000', pending: '0' }]);
    await connector.close();
  });
});

it('sends the same bytes every time that a debit is sent, with our reference as its order', async () => {
  await withEngine(async ({ emulator }) => {
    const connector = connect(emulator.url);
    const debit = aDebit('348.5');
    await connector.debit(debit, soon());
    await connector.debit(debit, soon());
    const [first, second] = emulator.calls;
    expect(second?.call.raw).toBe(first?.call.raw);
    expect(first?.call.body).toMatchObject({ order_id: debit.reference, total_points_redeemed: 348.5 });
    await connector.close();
  });
});

it('does not take a 429 for a refusal, whatever its body says', async () => {
  await withEngine(async ({ emulator }) => {
    const connector = connect(emulator.url);
    emulator.faults.next('redemption', 'tooMany');
    expect(await connector.debit(aDebit(), soon())).toMatchObject({ status: 'unknown' });
    await connector.close();
  });
});

it('gives whole orders back where the system keeps no refund_id', async () => {
  await withEngine(async ({ emulator, books }) => {
    const connector = connect(emulator.url, { refunds: 'full' });
    const debit = aDebit('120');
    await connector.debit(debit, soon());
    const part = await connector.reverse?.(aReversal(debit, null, '50'), soon());
    expect(part).toMatchObject({ status: 'refused', reason: 'NOT_REVERSIBLE' });
    expect(await connector.reverse?.(aReversal(debit, null), soon())).toMatchObject({ status: 'done' });
    expect(books.balanceOf(JANE.id)).toBe('1000');
    await connector.close();
  });
});
