import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newsSource } from '../../../src/engines/news/newsSource.ts';
import type { DeadLetter } from '../../../src/inbox/inboxDesk.ts';
import { replayWaiting } from '../../../src/inbox/replayWaiting.ts';
import { LedgerUnavailable } from '../../../src/ledger/ledgerUnavailable.ts';
import { aBase } from '../../doubles/rules.ts';
import type { Signer } from '../../support/signedMessage.ts';
import { aSource, cleared, recorded, reversed } from './given.ts';
import { ADMIN, startWebhooks, type TestWebhooks } from './startWebhooks.ts';

let hooks: TestWebhooks;
let from: { source: string; signers: Signer[] };
/** What the use-cases are made to do in place of their work, or behind it. */
const trouble: { before?: () => void; behind?: () => void } = {};

beforeAll(async () => {
  hooks = await startWebhooks({
    wrap: (useCases) => ({
      ...useCases,
      async recordTransaction(...given) {
        trouble.before?.();
        const result = await useCases.recordTransaction(...given);
        trouble.behind?.();
        return result;
      },
    }),
  });
  from = await aSource(hooks);
});
afterAll(async () => hooks.close());

const send = (body: object | string, id?: string) => hooks.send({ ...from, body, ...(id === undefined ? {} : { id }) });
const idsOf = (body: { data: Record<string, unknown> }) => body.data as { transactionId: string; memberId: string };

async function letterOf(messageId: string): Promise<DeadLetter> {
  const letter = (await hooks.letters()).find((one) => one.messageId === messageId);
  if (letter === undefined) throw new Error('There is no such letter.');
  return letter;
}

/** A body that is kept as a letter. */
async function kept(body: object | string): Promise<DeadLetter> {
  const id = randomUUID();
  expect(await send(body, id)).toMatchObject({ http: 202 });
  return letterOf(id);
}

describe('what comes before its transaction', () => {
  test('is applied with it', async () => {
    const body = recorded();
    const { transactionId, memberId } = idsOf(body);
    const letter = await kept(reversed(transactionId));
    expect(letter).toMatchObject({ reasonCode: 'EarningNotFound', state: 'OPEN' });
    expect(await send(body)).toMatchObject({ http: 200 });
    expect(await letterOf(letter.messageId)).toMatchObject({ state: 'REPLAYED', attempts: 2 });
    expect(await hooks.balanceOf(memberId)).toBe(0n);
    // The sender's repetition finds it done, and the reversal's id stays used.
    expect(await send(reversed(transactionId), letter.messageId)).toMatchObject({ http: 200 });
    expect(await hooks.postingsOf(memberId)).toBe(2n);
  });

  test('is a clearing too, and parts in any order', async () => {
    const body = recorded({ kind: 'MILESTONE' });
    const { transactionId, memberId } = idsOf(body);
    await kept(cleared(transactionId));
    await send(body);
    expect(await hooks.balanceOf(memberId)).toBe(50n);

    const parts = recorded({ amount: { amount: '100', currencyCode: 'USD' } });
    const id = idsOf(parts).transactionId;
    for (const part of ['10', '20', '30']) {
      await kept(reversed(id, { reversalId: `${id}-${part}`, amount: { amount: part, currencyCode: 'USD' } }));
    }
    await send(parts);
    expect(await hooks.balanceOf(idsOf(parts).memberId)).toBe(40n);
  });

  test('is never lost, when all come at once', async () => {
    const bodies = Array.from({ length: 24 }, () => recorded());
    const messages = bodies.flatMap((body) => [reversed(idsOf(body).transactionId), body]);
    const answers = await Promise.all(messages.map(async (body) => send(body)));
    expect(answers.every(({ http }) => http === 200 || http === 202)).toBe(true);
    for (const body of bodies) expect(await hooks.balanceOf(idsOf(body).memberId)).toBe(0n);
  });

  test('waits until it comes another way, and for others nothing changes', async () => {
    const body = recorded();
    const { transactionId, memberId } = idsOf(body);
    const letter = await kept(reversed(transactionId));
    const other = await kept(reversed(randomUUID()));
    expect(await replayWaiting(hooks.inbox)).toBe(0);
    const viewer = { ...ADMIN, scopes: new Set(['points:earn'] as const) };
    const { amount } = body.data as { amount: { amount: string; currencyCode: string } };
    const input = { transactionId, memberId, programId: 'shop', kind: 'PURCHASE', amount } as const;
    expect(await hooks.useCases.recordTransaction(viewer, input)).toMatchObject({ ok: true });
    expect(await hooks.balanceOf(memberId)).toBe(120n);
    const counts = await Promise.all([1, 2, 3].map(async () => replayWaiting(hooks.inbox)));
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1);
    expect(await replayWaiting(hooks.inbox)).toBe(0);
    expect(await hooks.balanceOf(memberId)).toBe(0n);
    expect(await letterOf(letter.messageId)).toMatchObject({ state: 'REPLAYED' });
    expect(await letterOf(other.messageId)).toEqual(other);
  });

  test('is applied after a death between the transaction and the look for what waits', async () => {
    const body = recorded();
    const { transactionId, memberId } = idsOf(body);
    const letter = await kept(reversed(transactionId));
    const id = randomUUID();
    trouble.behind = () => {
      throw new LedgerUnavailable(new Error('the process died here'));
    };
    expect(await send(body, id)).toMatchObject({ http: 503 });
    delete trouble.behind;
    expect(await hooks.balanceOf(memberId)).toBe(120n);
    // Either the sender's next attempt finds it, or the sweep does.
    expect(await send(body, id)).toMatchObject({ http: 200, body: { status: 'duplicate' } });
    expect(await letterOf(letter.messageId)).toMatchObject({ state: 'REPLAYED' });
    expect(await hooks.balanceOf(memberId)).toBe(0n);
  });
});

describe('while PostgreSQL is away', () => {
  test('a message is answered 503 with a time to come again, and nothing is kept', async () => {
    const body = recorded();
    const id = randomUUID();
    trouble.before = () => {
      throw new LedgerUnavailable(new Error('away'));
    };
    const answer = await send(body, id);
    delete trouble.before;
    expect(answer).toMatchObject({ http: 503, body: { code: 'UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    await expect(letterOf(id)).rejects.toThrow('no such letter');
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBeUndefined();
    expect(await send(body, id)).toMatchObject({ http: 200, body: { status: 'applied' } });
  });

  test('a fault of ours is answered 500 without its words', async () => {
    trouble.before = () => {
      throw new Error('a secret detail');
    };
    const answer = await send(recorded());
    delete trouble.before;
    expect(answer).toMatchObject({ http: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer.body)).not.toContain('detail');
    expect(hooks.log()).toContain('a secret detail');
  });
});

describe('an operator', () => {
  test('mends a message and replays it, once', async () => {
    const body = recorded({ memberId: '' });
    const letter = await kept(body);
    const memberId = `m-${randomUUID()}`;
    const mended = JSON.stringify({ ...body, data: { ...body.data, memberId } });
    expect(await hooks.desk.replay(ADMIN, letter.id, mended)).toMatchObject({
      ok: true,
      value: { id: letter.id, state: 'REPLAYED', attempts: 2, body: mended },
    });
    expect(await hooks.balanceOf(memberId)).toBe(120n);
    expect(await hooks.desk.replay(ADMIN, letter.id, mended)).toMatchObject({ ok: false, problem: 'NOT_OPEN' });
    expect(await send(body, letter.messageId)).toMatchObject({ http: 200, body: { status: 'duplicate' } });
    expect(await hooks.postingsOf(memberId)).toBe(1n);
  });

  test('replays it as it is, when the rules were what was wrong', async () => {
    const body = recorded({ amount: { amount: '5', currencyCode: 'CHF' } });
    const letter = await kept(body);
    expect(await hooks.desk.replay(ADMIN, letter.id, null)).toMatchObject({
      ok: true,
      value: { state: 'OPEN', attempts: 2, reasonCode: 'CurrencyRateNotFound' },
    });
    const rates = [{ currencyCode: 'CHF', points: '2' }];
    await hooks.addRule(`chf-${randomUUID()}`, aBase('2', { award: { type: 'PER_AMOUNT', rates } }));
    // The letter is the operator's: the sender's repetition does not apply it behind their back.
    expect(await send(body, letter.messageId)).toMatchObject({ http: 200, body: { status: 'duplicate' } });
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBeUndefined();
    const replayed = await hooks.desk.replay(ADMIN, letter.id, null);
    expect(replayed).toMatchObject({ ok: true, value: { state: 'REPLAYED', attempts: 3 } });
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBe(10n);
  });

  test('is told the new reason when it fails again', async () => {
    const letter = await kept('not JSON');
    const mended = JSON.stringify(reversed(randomUUID()));
    expect(await hooks.desk.replay(ADMIN, letter.id, mended)).toMatchObject({
      value: { state: 'OPEN', reasonCode: 'EarningNotFound', type: 'transaction.reversed', attempts: 2, body: mended },
    });
    expect(await hooks.desk.replay(ADMIN, letter.id, '{"type":"x"}')).toMatchObject({
      value: { state: 'UNKNOWN_TYPE', attempts: 3 },
    });
  });

  test('mends what a reversal waits for', async () => {
    const body = recorded({ memberId: 7 });
    const { transactionId } = idsOf(body);
    const [letter, waiting] = [await kept(body), await kept(reversed(transactionId))];
    const mended = JSON.stringify({ ...body, data: { ...body.data, memberId: `m-${transactionId}` } });
    expect(await hooks.desk.replay(ADMIN, letter.id, mended)).toMatchObject({ value: { state: 'REPLAYED' } });
    expect(await letterOf(waiting.messageId)).toMatchObject({ state: 'REPLAYED' });
    expect(await hooks.balanceOf(`m-${transactionId}`)).toBe(0n);
  });

  test('replays what another one replays at the same moment, with one effect', async () => {
    const body = recorded({ memberId: '' });
    const letter = await kept(body);
    const members = Array.from({ length: 8 }, () => `m-${randomUUID()}`);
    const results = await Promise.all(
      members.map(async (memberId) =>
        hooks.desk.replay(ADMIN, letter.id, JSON.stringify({ ...body, data: { ...body.data, memberId } })),
      ),
    );
    const balances = await Promise.all(members.map(async (memberId) => hooks.balanceOf(memberId)));
    expect(balances.filter((balance) => balance === 120n)).toHaveLength(1);
    const winner = members[balances.indexOf(120n)] ?? '';
    const settled = await letterOf(letter.messageId);
    expect(settled.state).toBe('REPLAYED');
    expect(settled.body).toContain(winner);
    expect(results.some(({ ok }) => ok)).toBe(true);
  });

  test('finds the effect done, when the process died before the letter was settled', async () => {
    const body = recorded({ memberId: '' });
    const letter = await kept(body);
    const memberId = `m-${randomUUID()}`;
    const mended = JSON.stringify({ ...body, data: { ...body.data, memberId } });
    trouble.behind = () => {
      throw new LedgerUnavailable(new Error('the process died here'));
    };
    await expect(hooks.desk.replay(ADMIN, letter.id, mended)).rejects.toThrow(LedgerUnavailable);
    delete trouble.behind;
    expect(await letterOf(letter.messageId)).toMatchObject({ state: 'OPEN', attempts: 2, body: mended });
    expect(await hooks.desk.replay(ADMIN, letter.id, null)).toMatchObject({
      value: { state: 'REPLAYED', attempts: 3 },
    });
    expect(await hooks.postingsOf(memberId)).toBe(1n);
  });

  test('is told that only the engine can say its messages again, and dismisses them', async () => {
    const [messageId, body] = [randomUUID(), JSON.stringify(recorded())];
    const letter = { type: '', state: 'OPEN', reasonCode: 'UnreadableNews', reason: 'r', waitsFor: null } as const;
    const delivery = { sourceId: newsSource('shop'), messageId, bodyHash: '00' };
    await hooks.inbox.letters.keep(delivery, { ...letter, programId: 'shop', body, receivedAt: new Date() });
    const { id } = await letterOf(messageId);
    expect(await hooks.desk.replay(ADMIN, id, body)).toMatchObject({ ok: false, problem: 'OF_ENGINE' });
    expect(await letterOf(messageId)).toMatchObject({ state: 'OPEN', attempts: 1 });
    expect(await hooks.desk.dismiss(ADMIN, id)).toMatchObject({ ok: true, value: { state: 'DISMISSED' } });
  });

  test('dismisses a letter, and then it is closed', async () => {
    const body = recorded();
    const letter = await kept(reversed(idsOf(body).transactionId));
    expect(await hooks.desk.dismiss(ADMIN, letter.id)).toMatchObject({ ok: true, value: { state: 'DISMISSED' } });
    expect(await hooks.desk.dismiss(ADMIN, letter.id)).toMatchObject({ ok: false, problem: 'NOT_OPEN' });
    expect(await hooks.desk.replay(ADMIN, letter.id, null)).toMatchObject({ ok: false, problem: 'NOT_OPEN' });
    await send(body);
    expect(await hooks.balanceOf(idsOf(body).memberId)).toBe(120n);
  });

  test('of another program finds nothing, and a member’s token may nothing', async () => {
    const letter = await kept('{}');
    const foreign = { ...ADMIN, programs: new Set(['other']) };
    const { desk } = hooks;
    expect(await desk.replay(foreign, letter.id, null)).toMatchObject({ ok: false, problem: 'NOT_FOUND' });
    expect(await desk.dismiss(foreign, letter.id)).toMatchObject({ ok: false, problem: 'NOT_FOUND' });
    expect(await desk.replay(ADMIN, 'no-uuid', null)).toMatchObject({ ok: false, problem: 'NOT_FOUND' });
    expect(await desk.replay(ADMIN, randomUUID(), null)).toMatchObject({ ok: false, problem: 'NOT_FOUND' });
    const query = { programId: 'shop', states: null, first: 5, after: null };
    expect(await desk.deadLetters(foreign, query)).toEqual({ letters: [], hasMore: false });
    const events = { programId: 'shop', first: 5, before: null };
    expect(await desk.securityEvents(foreign, events)).toEqual({ events: [], hasMore: false });
    for (const viewer of [
      { ...ADMIN, memberId: 'm' },
      { ...ADMIN, scopes: new Set(['points:earn'] as const) },
    ]) {
      await expect(desk.deadLetters(viewer, query)).rejects.toThrow('token');
      await expect(desk.replay(viewer, letter.id, null)).rejects.toThrow('token');
      await expect(desk.dismiss(viewer, letter.id)).rejects.toThrow('token');
      await expect(desk.securityEvents(viewer, events)).rejects.toThrow('token');
    }
  });

  test('mends with nothing that is no text or too large', async () => {
    const letter = await kept('{}');
    await expect(hooks.desk.replay(ADMIN, letter.id, 'a\u0000')).rejects.toThrow('input.body');
    await expect(hooks.desk.replay(ADMIN, letter.id, 'a\ud800')).rejects.toThrow('input.body');
    await expect(hooks.desk.replay(ADMIN, letter.id, 'x'.repeat(256 * 1024 + 1))).rejects.toThrow('input.body');
  });

  test('reads the letters page by page, newest first, by their states', async () => {
    const own = await Promise.all(Array.from({ length: 5 }, async () => kept({ type: `page.${randomUUID()}` })));
    const states = ['UNKNOWN_TYPE'] as const;
    const seen: string[] = [];
    let after: string | null = null;
    for (let hasMore = true; hasMore;) {
      const page = await hooks.desk.deadLetters(ADMIN, { programId: 'shop', states, first: 2, after });
      seen.push(...page.letters.map(({ id }) => id));
      expect(page.letters.every(({ state }) => state === 'UNKNOWN_TYPE')).toBe(true);
      hasMore = page.hasMore;
      after = page.letters.at(-1)?.id ?? null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
    const times = await Promise.all(seen.map(async (id) => (await hooks.inbox.letters.find(id))?.receivedAt.getTime()));
    expect(times).toEqual([...times].sort((a = 0, b = 0) => b - a));
    const nothing = await hooks.desk.deadLetters(ADMIN, { programId: 'shop', states: [], first: 2, after: null });
    expect(nothing.letters).toEqual([]);
  });
});
