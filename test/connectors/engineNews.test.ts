import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EngineMessage, NewsReading } from '../../src/connectors/engineNews.ts';
import { plumNews } from '../../src/connectors/plum/plumNews.ts';
import { signedWebhookNews } from '../../src/connectors/signedWebhook/signedWebhookNews.ts';
import { signedWebhookSettings } from '../../src/connectors/signedWebhook/signedWebhookSettings.ts';
import { squareNews } from '../../src/connectors/square/squareNews.ts';
import { talonOneNews } from '../../src/connectors/talonOne/talonOneNews.ts';
import { voucherifyNews } from '../../src/connectors/voucherify/voucherifyNews.ts';
import { keyPair, secretSigner, signedHeaders } from '../support/signedMessage.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const URL = 'https://points.example.com/webhooks/engines/club';
const REFERENCE = '6f9619ff-8b86-8011-b42d-00c04fc964ff';
const secret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const [NEW, OLD] = [secret(), secret()];
const PAIR = keyPair();
const MOVED = {
  type: 'points.moved',
  timestamp: NOW.toISOString(),
  data: { member: 'jane', engineReference: 'm1', points: '-3.50', occurredAt: NOW.toISOString() },
};

interface Sender {
  readonly name: string;
  readonly read: (message: EngineMessage) => NewsReading;
  readonly unset: (message: EngineMessage) => NewsReading;
  readonly body: object;
  /** By the newest of what is shared, and by the one before. */
  readonly sign: (body: string, secret: 'new' | 'old') => Record<string, string>;
  /** What is shared covers the body. */
  readonly signs: boolean;
  readonly told: readonly object[];
}

const hmac = (key: string, text: string, as: 'hex' | 'base64'): string =>
  createHmac('sha256', key).update(text).digest(as);
const settings = signedWebhookSettings.parse({ baseUrl: 'https://engine.example.com' });
const square = { baseUrl: URL, notificationUrl: URL };
const pair = (now: 'new' | 'old'): string => `a-long-${now}-secret-of-ours`;
const redemption = { kind: 'redemption', reference: REFERENCE, orderId: null };
const jane = { kind: 'balance', member: { id: 'jane' } };

const SENDERS: readonly Sender[] = [
  {
    name: 'our contract',
    read: signedWebhookNews(settings, { signingSecret: OLD, webhookSecret: NEW, previousWebhookSecret: OLD }),
    unset: signedWebhookNews(settings, { signingSecret: NEW }),
    body: MOVED,
    sign: (body, which) => signedHeaders({ id: 'n1', body }, [secretSigner(which === 'new' ? NEW : OLD)], NOW),
    signs: true,
    told: [{ kind: 'movement', member: { id: 'jane' }, movement: { engineReference: 'm1', points: '-3.5' } }],
  },
  {
    name: 'Square',
    read: squareNews(square, {
      accessToken: 't',
      webhookSignatureKey: pair('new'),
      previousWebhookSignatureKey: pair('old'),
    }),
    unset: squareNews(square, { accessToken: 't' }),
    body: {
      type: 'loyalty.event.created',
      event_id: 'e1',
      data: {
        object: {
          loyalty_event: {
            id: 'l1',
            type: 'ADJUST_POINTS',
            created_at: NOW.toISOString(),
            loyalty_account_id: 'jane',
            adjust_points: { points: -5, reason: `Redemption ${REFERENCE}` },
          },
        },
      },
    },
    sign: (body, which) => ({ 'x-square-hmacsha256-signature': hmac(pair(which), URL + body, 'base64') }),
    signs: true,
    told: [redemption, { kind: 'movement', member: { id: 'jane' }, movement: { reference: REFERENCE, points: '-5' } }],
  },
  {
    name: 'Voucherify',
    read: voucherifyNews({ memberIs: 'customer_id' } as never, {
      appToken: 't',
      webhookSecret: pair('new'),
      previousWebhookSecret: pair('old'),
    }),
    unset: voucherifyNews({ memberIs: 'customer_id' } as never, { appToken: 't' }),
    body: { id: 'v1', data: { transaction: { details: { reason: `Redemption ${REFERENCE}` } }, customer_id: 'jane' } },
    sign: (body, which) => ({ 'x-voucherify-signature': hmac(pair(which), body, 'hex') }),
    signs: true,
    told: [redemption, jane],
  },
  {
    name: 'Talon.One',
    read: talonOneNews({ apiKey: 'k', webhookSecret: pair('new'), previousWebhookSecret: pair('old') }),
    unset: talonOneNews({ apiKey: 'k' }),
    body: { Data: [{ ProfileIntegrationID: 'jane', SessionIntegrationID: REFERENCE, Amount: 5 }] },
    sign: (_, which) => ({ 'x-webhook-secret': pair(which), 'x-uuid': 'u1' }),
    signs: false,
    told: [redemption, { kind: 'earning', reference: REFERENCE, points: null }, jane],
  },
  {
    name: 'Plum',
    read: plumNews({ authToken: 't', webhookKey: pair('new'), previousWebhookKey: pair('old') }),
    unset: plumNews({ authToken: 't' }),
    body: { id: 1, data: { OrderID: 77, DeliveryStatus: 'Delivered' } },
    sign: (_, which) => ({ 'x-api-key': pair(which) }),
    signs: false,
    told: [{ kind: 'redemption', reference: '77', orderId: '77' }],
  },
];

const sent = (body: string, headers: Record<string, string>): EngineMessage => ({
  headers,
  body: Buffer.from(body),
  url: URL,
  receivedAt: NOW,
});

describe.each(SENDERS)('messages of $name', ({ read, unset, body, sign, told }) => {
  const text = JSON.stringify(body);

  it.each(['new', 'old'] as const)('are read with the %s secret', (which) => {
    expect(read(sent(text, sign(text, which)))).toMatchObject({ status: 'told', happenings: told });
  });

  it('are not trusted without a signature, with another one, or when none is configured', () => {
    expect(read(sent(text, {})).status).toBe('untrusted');
    const wrong = Object.fromEntries(Object.entries(sign(text, 'new')).map(([name, value]) => [name, `${value}x`]));
    expect(read(sent(text, wrong)).status).toBe('untrusted');
    expect(unset(sent(text, sign(text, 'new')))).toMatchObject({
      status: 'untrusted',
      words: expect.stringMatching(/^Give/),
    });
  });

  it('are unreadable when they are no JSON', () => {
    expect(read(sent('{"type":', sign('{"type":', 'new'))).status).toBe('unreadable');
  });
});

describe.each(SENDERS.filter(({ signs }) => signs))('messages that $name signs', ({ read, body, sign }) => {
  it('are not trusted with one byte changed', () => {
    const text = JSON.stringify(body);
    expect(read(sent(text.replace('jane', 'jand'), sign(text, 'new'))).status).toBe('untrusted');
  });
});

describe('what differs', () => {
  it('takes v1a by the public key, and keeps types that nobody knows', () => {
    const read = signedWebhookNews({ ...settings, webhookPublicKey: PAIR.publicKey }, { signingSecret: NEW });
    const body = JSON.stringify(MOVED);
    expect(read(sent(body, signedHeaders({ id: 'n1', body }, [PAIR.signer], NOW))).status).toBe('told');
    const other = JSON.stringify({ ...MOVED, type: 'points.danced' });
    const headers = signedHeaders({ id: 'n2', body: other }, [PAIR.signer], NOW);
    expect(read(sent(other, headers))).toMatchObject({ status: 'unreadable', id: 'n2' });
    const late = signedHeaders({ id: 'n1', body }, [PAIR.signer], new Date(NOW.getTime() - 301_000));
    expect(read(sent(body, late)).status).toBe('untrusted');
  });

  it("takes Voucherify's signature over the JSON without white space, spelled as it came", () => {
    const read = SENDERS[2]?.read ?? expect.fail();
    const compact = '{"b":1.50,"a":{"customer_id":"jane \\" x"},"id":"v2"}';
    const spaced = '{ "b": 1.50,\n "a": {"customer_id" :"jane \\" x"}, "id":"v2" }';
    const headers = { 'x-voucherify-signature': hmac(pair('new'), compact, 'hex') };
    expect(read(sent(spaced, headers))).toMatchObject({ status: 'told', id: 'v2' });
  });

  it('has nothing to say of events that are not about points', () => {
    const { read, sign } = SENDERS[1] ?? expect.fail();
    const body = '{"type":"order.created","event_id":"e2"}';
    expect(read(sent(body, sign(body, 'new')))).toEqual({ status: 'nothing', id: 'e2' });
  });
});
