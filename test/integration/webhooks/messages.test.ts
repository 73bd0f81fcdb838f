import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Signer } from '../../support/signedMessage.ts';
import { aSource, cleared, recorded, reversed } from './given.ts';
import { ADMIN, startWebhooks, type TestWebhooks } from './startWebhooks.ts';

let hooks: TestWebhooks;
let from: { source: string; signers: Signer[] };
beforeAll(async () => {
  hooks = await startWebhooks();
  from = await aSource(hooks);
});
afterAll(async () => hooks.close());

const send = (body: object | string, id?: string) => hooks.send({ ...from, body, ...(id === undefined ? {} : { id }) });
const idsOf = (body: { data: Record<string, unknown> }) => body.data as { transactionId: string; memberId: string };
const letterOf = async (messageId: string) => (await hooks.letters()).find((letter) => letter.messageId === messageId);
const inboxRows = async (messageId: string) =>
  hooks.database.reads.query({ name: 'rows', text: 'SELECT FROM inbox WHERE message_id = $1' }, [messageId]);

describe('a transaction', () => {
  test('is recorded, reversed in part, and reversed', async () => {
    const body = recorded();
    const { transactionId, memberId } = idsOf(body);
    expect(await send(body)).toMatchObject({ http: 200, body: { status: 'applied' } });
    expect(await hooks.balanceOf(memberId)).toBe(120n);
    const part = reversed(transactionId, { reversalId: 'part-1', amount: { amount: '20.50', currencyCode: 'USD' } });
    expect(await send(part)).toMatchObject({ http: 200, body: { status: 'applied' } });
    expect(await hooks.balanceOf(memberId)).toBe(100n);
    expect(await send(reversed(transactionId))).toMatchObject({ http: 200, body: { status: 'applied' } });
    expect(await hooks.balanceOf(memberId)).toBe(0n);
  });

  test('that is pending is cleared, once', async () => {
    const body = recorded({ kind: 'MILESTONE', amount: undefined, rewardValue: { amount: '5', currencyCode: 'USD' } });
    const { transactionId, memberId } = idsOf(body);
    expect(await send(body)).toMatchObject({ http: 200 });
    expect(await hooks.balanceOf(memberId)).toBe(0n);
    expect(await send(cleared(transactionId))).toMatchObject({ http: 200, body: { status: 'applied' } });
    expect(await hooks.balanceOf(memberId)).toBe(50n);
    expect(await send(cleared(transactionId))).toMatchObject({ http: 200, body: { status: 'applied' } });
    expect(await hooks.balanceOf(memberId)).toBe(50n);
  });

  test('is kept with its message in the inbox', async () => {
    const id = randomUUID();
    await send(recorded(), id);
    expect(await inboxRows(id)).toHaveLength(1);
  });

  test('is done once under another message id', async () => {
    const body = recorded();
    expect(await send(body)).toMatchObject({ http: 200 });
    expect(await send(body)).toMatchObject({ http: 200 });
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBe(120n);
  });
});

describe('the same message again', () => {
  test('has one effect and is answered 200', async () => {
    const body = recorded();
    const id = randomUUID();
    expect(await send(body, id)).toMatchObject({ http: 200, body: { status: 'applied' } });
    for (let time = 0; time < 3; time += 1) {
      expect(await send(body, id)).toMatchObject({ http: 200, body: { status: 'duplicate' } });
    }
    expect(await hooks.postingsOf(idsOf(body).memberId)).toBe(1n);
  });

  test('has one effect when 64 come at once', async () => {
    const body = recorded();
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 64 }, async () => send(body, id)));
    expect(new Set(answers.map(({ http }) => http))).toEqual(new Set([200]));
    expect(await hooks.postingsOf(idsOf(body).memberId)).toBe(1n);
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBe(120n);
    expect(await inboxRows(id)).toHaveLength(1);
  });

  test('is a duplicate when it was kept as a letter, and makes no second one', async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 32 }, async () => send('not JSON', id)));
    expect(new Set(answers.map(({ http }) => http))).toEqual(new Set([200, 202]));
    expect(answers.filter(({ http }) => http === 202)).toHaveLength(1);
    expect((await hooks.letters()).filter(({ messageId }) => messageId === id)).toHaveLength(1);
  });
});

const events = async () =>
  (await hooks.desk.securityEvents(ADMIN, { programId: 'shop', first: 50, before: null })).events;

describe('another body under the same id', () => {
  test('has no effect, is answered 200 and is a security event', async () => {
    const { source, signers } = await aSource(hooks);
    const [body, other] = [recorded(), recorded()];
    const id = randomUUID();
    await hooks.send({ source, signers, body, id });
    expect(await hooks.send({ source, signers, body: other, id })).toMatchObject({
      http: 200,
      body: { status: 'ignored' },
    });
    expect(await hooks.balanceOf(idsOf(other).memberId)).toBeUndefined();
    const found = (await events()).filter(({ subject }) => subject === source);
    expect(found).toMatchObject([{ kind: 'MESSAGE_ID_REUSED', programId: 'shop', details: { messageId: id } }]);
    // Also where the other body could not be applied, and where the first one is a letter.
    expect(await hooks.send({ source, signers, body: 'not JSON', id })).toMatchObject({ body: { status: 'ignored' } });
    const letter = randomUUID();
    await hooks.send({ source, signers, body: 'not JSON', id: letter });
    expect(await hooks.send({ source, signers, body, id: letter })).toMatchObject({ body: { status: 'ignored' } });
    expect(await hooks.letters()).not.toContainEqual(expect.objectContaining({ messageId: id }));
    // One a minute tells enough.
    expect((await events()).filter(({ subject }) => subject === source)).toHaveLength(1);
  });

  test.each([
    ['two transactions', () => [recorded(), recorded()]],
    ['a transaction and nothing', () => [recorded(), '{}']],
    ['two that are nothing', () => ['{}', '{ }']],
  ])('races it, and one of the two wins: %s', async (_, bodies) => {
    const id = randomUUID();
    const sent = Array.from({ length: 8 }, bodies).flat();
    const answers = await Promise.all(sent.map(async (body) => send(body, id)));
    expect(answers.every(({ http }) => http === 200 || http === 202)).toBe(true);
    const balances = await Promise.all(
      sent.flatMap((body) => (typeof body === 'string' ? [] : [hooks.balanceOf(idsOf(body).memberId)])),
    );
    const effects = balances.filter((balance) => balance === 120n).length;
    const letters = (await hooks.letters()).filter(({ messageId }) => messageId === id).length;
    expect(effects + letters).toBe(1);
    expect(await inboxRows(id)).toHaveLength(1);
  });

  test('clears nothing, when both come at once', async () => {
    const [first, second] = [recorded({ kind: 'MILESTONE' }), recorded({ kind: 'MILESTONE' })];
    await send(first);
    await send(second);
    const id = randomUUID();
    const bodies = [cleared(idsOf(first).transactionId), cleared(idsOf(second).transactionId)];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => bodies)
        .flat()
        .map(async (body) => send(body, id)),
    );
    expect(new Set(answers.map(({ http }) => http))).toEqual(new Set([200]));
    const balances = await Promise.all([first, second].map(async (body) => hooks.balanceOf(idsOf(body).memberId)));
    expect(new Set(balances)).toEqual(new Set([0n, 50n]));
  });
});

describe('what cannot be applied is kept, and answered 202', () => {
  test.each([
    ['broken JSON', () => '{"type":', 'BadInput', /not JSON/],
    ['no UTF-8', () => '\u0000\uFFFD', 'BadInput', /not JSON/],
    ['a field that is missing', () => recorded({ memberId: undefined }), 'BadInput', /data\.memberId/],
    ['a field that nobody knows', () => recorded({ merchant: 'acme' }), 'BadInput', /merchant/],
    ['a time in the future', () => recorded({ occurredAt: '2199-01-01T00:00:00Z' }), 'BadInput', /data\.occurredAt/],
    [
      'a currency without a rate',
      () => recorded({ amount: { amount: '5', currencyCode: 'EUR' } }),
      'CurrencyRateNotFound',
      /EUR/,
    ],
    [
      'a currency that does not exist',
      () => recorded({ amount: { amount: '5', currencyCode: 'QQQ' } }),
      'InvalidTransactionAmount',
      /QQQ/,
    ],
    ['a reversal of nothing', () => reversed(randomUUID()), 'EarningNotFound', /no such earning/],
    ['a clearing of nothing', () => cleared(randomUUID()), 'EarningNotFound', /no such earning/],
  ])('%s', async (_, body, reasonCode, reason) => {
    const id = randomUUID();
    const sent = body();
    expect(await send(sent, id)).toMatchObject({
      http: 202,
      body: { status: 'kept', reasonCode, reason: expect.stringMatching(reason) },
    });
    expect(await letterOf(id)).toMatchObject({
      state: 'OPEN',
      reasonCode,
      reason: expect.stringMatching(reason),
      attempts: 1,
      body: typeof sent === 'string' ? sent.replaceAll('\u0000', '\uFFFD') : JSON.stringify(sent),
      sourceId: from.source,
      programId: 'shop',
    });
    expect(await inboxRows(id)).toHaveLength(1);
    expect(await send(sent, id)).toMatchObject({ http: 200, body: { status: 'duplicate' } });
  });

  test('an empty body', async () => {
    const id = randomUUID();
    expect(await send('', id)).toMatchObject({ http: 202 });
    expect(await letterOf(id)).toMatchObject({ body: '', type: '', state: 'OPEN' });
  });

  test('a type that nobody knows', async () => {
    const id = randomUUID();
    expect(await send({ type: 'member.joined', data: {} }, id)).toMatchObject({ http: 202, body: { status: 'kept' } });
    expect(await letterOf(id)).toMatchObject({
      state: 'UNKNOWN_TYPE',
      type: 'member.joined',
      reasonCode: 'UnknownType',
    });
  });

  test('another transaction under an id that is taken', async () => {
    const body = recorded();
    await send(body);
    const id = randomUUID();
    expect(await send({ ...body, data: { ...body.data, memberId: 'another' } }, id)).toMatchObject({ http: 202 });
    expect(await letterOf(id)).toMatchObject({ reasonCode: 'IdempotencyKeyConflict', state: 'OPEN' });
  });

  test('a refusal that the ledger stored, whose letter was lost with the process, is told again', async () => {
    const body = recorded();
    const { memberId, transactionId } = idsOf(body);
    await send(body);
    await send(reversed(transactionId));
    // The message is in the inbox with the refusal, and no letter is there: as if the process had died between the two.
    const again = reversed(transactionId, { reversalId: 'again' });
    const [id, text] = [randomUUID(), JSON.stringify(again)];
    const { createHash } = await import('node:crypto');
    const bodyHash = createHash('sha256').update(text).digest('hex');
    const delivery = { sourceId: from.source, messageId: id, bodyHash };
    const viewer = { ...ADMIN, scopes: new Set(['points:earn'] as const) };
    const input = { idempotencyKey: 'again', earning: { programId: 'shop', transactionId } };
    expect(await hooks.useCases.reverseEarning(viewer, input, delivery)).toMatchObject({ ok: false });
    expect(await inboxRows(id)).toHaveLength(1);
    expect(await send(text, id)).toMatchObject({ http: 202, body: { reasonCode: 'EarningNotReversible' } });
    expect(await letterOf(id)).toMatchObject({ state: 'OPEN' });
    expect(await hooks.balanceOf(memberId)).toBe(0n);
  });
});
