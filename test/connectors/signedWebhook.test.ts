import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createEngineHttp } from '../../src/connectors/http/createEngineHttp.ts';
import { type Capabilities, EngineUnavailable, type LoyaltyConnector } from '../../src/connectors/loyaltyConnector.ts';
import {
  createSignedWebhookConnector,
  SIGNED_WEBHOOK_NOT_PROCESSED,
} from '../../src/connectors/signedWebhook/createSignedWebhookConnector.ts';
import {
  signedWebhookSecrets,
  type SignedWebhookSecrets,
  signedWebhookSettings,
} from '../../src/connectors/signedWebhook/signedWebhookSettings.ts';
import { signWebhook } from '../../src/connectors/signedWebhook/standardWebhook.ts';
import {
  type SignedEngineEmulator,
  SIGNING_SECRET,
  startSignedEngine,
} from '../emulators/signedWebhook/startSignedEngine.ts';
import { describeConnector } from './contract/describeConnector.ts';
import { type EngineUnderTest, JANE } from './contract/engineUnderTest.ts';
import { aDebit, soon } from './contract/given.ts';

const RESEND: Capabilities = {
  certainty: 'resend',
  resendWithin: null,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'partial',
  earning: 'told',
  earnsOnceFor: null,
  fractionalPoints: true,
  batchBalances: true,
  history: true,
  oneAtATimePerMember: false,
};
const OTHER_SECRET = `whsec_${randomBytes(32).toString('base64')}`;

function connect(
  baseUrl: string,
  settings: object = {},
  secrets: SignedWebhookSecrets = { signingSecret: SIGNING_SECRET },
): LoyaltyConnector {
  const http = createEngineHttp({
    baseUrl,
    name: 'The engine',
    allowPrivateAddresses: ['127.0.0.1'],
    notProcessed: SIGNED_WEBHOOK_NOT_PROCESSED,
  });
  return createSignedWebhookConnector({
    settings: signedWebhookSettings.parse({ baseUrl, ...settings }),
    secrets: signedWebhookSecrets.parse(secrets),
    http,
  });
}

async function openEngine(settings: object, options: { cancels?: boolean } = {}): Promise<EngineUnderTest> {
  const engine = await startSignedEngine(options);
  const { emulator, books } = engine;
  const connector = connect(emulator.url, settings);
  return {
    connector,
    emulator,
    books,
    operations: {
      balance: 'balances',
      debit: 'debits',
      lookup: 'debits/lookup',
      reverse: 'reversals',
      earn: 'earnings',
      history: 'history',
    },
    keepsReferences: true,
    secrets: [SIGNING_SECRET, SIGNING_SECRET.slice('whsec_'.length), OTHER_SECRET],
    broken: {
      secret: connect(emulator.url, settings, { signingSecret: OTHER_SECRET }),
      host: connect('http://127.0.0.1:1', settings),
      program: connect(`${emulator.url}/elsewhere`, settings),
    },
    confuseMembers: () => {
      engine.tamper = (call, answer) => {
        const body = answer.body.replaceAll(JANE.id, 'another-member');
        const headers = signWebhook([SIGNING_SECRET], `re_${call.headers['webhook-id']}`, Date.now(), body);
        return { ...answer, body, headers: { ...headers } };
      };
    },
    close: async () => {
      await connector.close();
      await emulator.close();
    },
  };
}

describeConnector('signed webhook', RESEND, async () => openEngine({}));

describeConnector(
  'signed webhook of an engine that looks up, one balance at a time,',
  { ...RESEND, certainty: 'lookup', settlesWithin: 60_000, batchBalances: false },
  async () => openEngine({ certainty: 'lookup', balancesAtOnce: 1 }),
);

describeConnector(
  'signed webhook of an engine that cancels',
  { ...RESEND, certainty: 'cancel', reversal: 'full', earning: 'none', earnsOnceFor: null, history: false },
  async () =>
    openEngine({ certainty: 'cancel', reversals: 'full', earnings: 'none', history: false }, { cancels: true }),
);

describe('signatures', () => {
  it('of requests are good by an independent verifier, and keep their id on every attempt', async () => {
    await withEngine(async ({ emulator }) => {
      const connector = connect(emulator.url);
      const debit = aDebit();
      await connector.debit(debit, soon());
      await connector.debit(debit, soon());
      const ids = emulator.calls.map(({ call }) => {
        new Webhook(SIGNING_SECRET).verify(call.raw, { ...call.headers });
        return call.headers['webhook-id'];
      });
      expect(ids).toEqual([`debit-${debit.reference}`, `debit-${debit.reference}`]);
      await connector.close();
    });
  });

  it('with an old and a new secret are accepted by an engine that knows only one of them', async () => {
    await withEngine(async ({ emulator }) => {
      const secrets = { signingSecret: OTHER_SECRET, previousSigningSecret: SIGNING_SECRET };
      const connector = connect(emulator.url, {}, secrets);
      expect(await connector.balances([JANE], soon())).toMatchObject([{ available: '1000' }]);
      await connector.close();
    });
  });

  it.each([
    ['changed on its way', (body: string) => ({ body: `${body} ` })],
    ['not signed', () => ({ headers: {} })],
    ['signed by another', (body: string, id: string) => ({ headers: signed(OTHER_SECRET, id, Date.now(), body) })],
    ['an old one', (body: string, id: string) => ({ headers: signed(SIGNING_SECRET, id, Date.now() - 400_000, body) })],
    ["another request's", (body: string) => ({ headers: signed(SIGNING_SECRET, 're_other', Date.now(), body) })],
    [
      'the request, played back',
      (body: string, id: string) => ({ headers: signed(SIGNING_SECRET, id.slice('re_'.length), Date.now(), body) }),
    ],
  ])('of answers are not believed where the answer is %s', async (_, change) => {
    await withEngine(async (engine) => {
      engine.tamper = (call, answer) => ({
        ...answer,
        ...change(answer.body, `re_${call.headers['webhook-id']}`),
      });
      const connector = connect(engine.emulator.url);
      expect((await connector.balances([JANE], soon()))[0]).toBeInstanceOf(EngineUnavailable);
      expect(await connector.debit(aDebit(), soon())).toMatchObject({ status: 'unknown' });
      await connector.close();
    });
  });
});

it('refuses a debit whose reference was used for another one', async () => {
  const engine = await startSignedEngine();
  engine.books.open(JANE.id, '1000');
  const connector = connect(engine.emulator.url);
  const debit = aDebit('10');
  await connector.debit(debit, soon());
  const other = await connector.debit({ ...debit, points: '11' }, soon());
  expect(other).toMatchObject({ status: 'refused', reason: 'REFERENCE_CONFLICT' });
  expect(engine.books.balanceOf(JANE.id)).toBe('990');
  await connector.close();
  await engine.emulator.close();
});

function signed(secret: string, id: string, now: number, body: string): Record<string, string> {
  return { ...signWebhook([secret], id, now, body) };
}

async function withEngine(work: (engine: SignedEngineEmulator) => Promise<void>): Promise<void> {
  const engine = await startSignedEngine();
  try {
    engine.books.open(JANE.id, '1000');
    await work(engine);
  } finally {
    await engine.emulator.close();
  }
}
