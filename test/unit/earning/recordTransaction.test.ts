import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import type { RecordTransactionInput } from '../../../src/earning/earningUseCases.ts';
import { aHouse } from '../../doubles/aHouse.ts';
import { aBase, aCap, aFlat, aMultiplier, aPolicy } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const staff = aViewer({ programs: ['rewards', 'cents'] });
const input: RecordTransactionInput = {
  transactionId: 't-1',
  memberId: 'm-1',
  kind: 'PURCHASE',
  amount: { amount: '10', currencyCode: 'USD' },
  category: 'books',
  merchantId: 'shop-1',
  occurredAt: new Date('2026-06-14T08:00:00Z'),
};

const rates = (points: string) =>
  aBase('1', { award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'EUR', points }] } });

let house = aHouse();
beforeEach(() => {
  house = aHouse();
  house.clock.now = NOW;
  house.rules.put('rewards', 'dollars', aBase());
});
const record = (changes: Partial<RecordTransactionInput> = {}) =>
  house.useCases.recordTransaction(staff, { ...input, ...changes });
const balance = (): bigint | undefined => house.ledger.book.accounts.get(accountRef('rewards', 'm-1').id)?.balance;

describe('recordTransaction', () => {
  test('opens the account and credits what the rules say, line by line, without reading anything back', async () => {
    house.rules.put('rewards', 'twice', aMultiplier('2', { when: { categories: ['books'] } }));
    expect(await record()).toEqual({
      ok: true,
      value: {
        id: requestId('rewards', 'transaction', 't-1'),
        accountId: accountRef('rewards', 'm-1').id,
        programId: 'rewards',
        memberId: 'm-1',
        decimals: 0,
        kind: 'PURCHASE',
        transactionId: 't-1',
        status: 'POSTED',
        points: 20n,
        reversedPoints: 0n,
        breakdown: [
          { rule: 'dollars', kind: 'BASE', points: '10' },
          { rule: 'twice', kind: 'MULTIPLIER', points: '10' },
        ],
        occurredAt: input.occurredAt,
        clearsAt: null,
        remainingAmount: { amount: '10', currencyCode: 'USD' },
      },
    });
    expect(balance()).toBe(20n);
    expect(house.ledger.asked).toEqual({ posts: 1, reads: 0 });
  });

  test('replays by one read, however the amount is spelt, and refuses the id for another content', async () => {
    const first = await record();
    expect(await record({ amount: { amount: '10.0', currencyCode: 'USD' }, programId: 'rewards' })).toEqual(first);
    expect(house.ledger.asked.reads).toBe(1);
    const conflict = { failure: { type: 'IdempotencyKeyConflict' } };
    expect(await record({ amount: { amount: '11', currencyCode: 'USD' } })).toMatchObject(conflict);
    expect(await record({ memberId: 'm-2' })).toMatchObject(conflict);
    expect(await record({ category: null })).toMatchObject(conflict);
    expect(await record({ merchantId: 'shop-2' })).toMatchObject(conflict);
    expect(await record({ kind: 'MILESTONE' })).toMatchObject(conflict);
    expect(await record({ occurredAt: null })).toMatchObject(conflict);
    expect(balance()).toBe(10n);
  });

  test('replays what named no time, whenever it comes again', async () => {
    const first = await record({ occurredAt: null });
    house.clock.now = new Date('2026-09-01T00:00:00Z');
    expect(await record({ occurredAt: null })).toEqual(first);
    expect(first).toMatchObject({ value: { occurredAt: NOW } });
  });

  test('stores nothing without a rate, and takes it once there is one', async () => {
    const euros = { amount: { amount: '5', currencyCode: 'EUR' } };
    expect(await record(euros)).toMatchObject({ failure: { type: 'CurrencyRateNotFound', currencyCode: 'EUR' } });
    expect(balance()).toBeUndefined();
    house.rules.put(
      'rewards',
      'dollars',
      aBase('1', { award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'EUR', points: '3' }] } }),
    );
    expect(await record(euros)).toMatchObject({ value: { points: 15n } });
  });

  test('is judged by the rules of now where those of then have no rate, and taken back by the same', async () => {
    const euros = { amount: { amount: '10', currencyCode: 'EUR' } };
    expect(await record(euros)).toMatchObject({ failure: { type: 'CurrencyRateNotFound' } });
    house.clock.now = new Date(NOW.getTime() + 60_000);
    house.rules.put('rewards', 'euros', rates('3'), house.clock.now);
    const mended = await record(euros);
    expect(mended).toMatchObject({ value: { points: 30n } });
    // A later change of the rules changes nothing about it.
    house.clock.now = new Date(NOW.getTime() + 120_000);
    house.rules.put('rewards', 'euros', rates('5'), house.clock.now);
    expect(await record(euros)).toEqual(mended);
    const half = { amount: '5', currencyCode: 'EUR' };
    expect(
      await house.useCases.reverseEarning(staff, {
        idempotencyKey: 'back',
        earning: { transactionId: 't-1' },
        amount: half,
      }),
    ).toMatchObject({ value: { points: 30n, reversedPoints: 15n } });
  });

  test('knows a replay, and a conflict, though the rules have no rate for it any more', async () => {
    const sent = { occurredAt: null };
    const first = await record(sent);
    house.rules.put(
      'rewards',
      'dollars',
      aBase('1', { award: { type: 'PER_AMOUNT', rates: [{ currencyCode: 'EUR', points: '3' }] } }),
    );
    expect(await record(sent)).toEqual(first);
    expect(await record({ ...sent, memberId: 'm-2' })).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
    expect(await record({ transactionId: 't-2' })).toMatchObject({ failure: { type: 'CurrencyRateNotFound' } });
  });

  test('records with 0 points what no rule matches', async () => {
    expect(await record({ kind: 'RECOGNITION' })).toMatchObject({
      value: { points: 0n, breakdown: [], status: 'POSTED', kind: 'RECOGNITION' },
    });
    expect(balance()).toBe(0n);
    expect(house.ledger.asked.reads).toBe(0);
  });

  test('takes a purchase without an amount: a flat rule applies, a rate does not', async () => {
    expect(await record({ amount: null })).toMatchObject({ value: { points: 0n, remainingAmount: null } });
    house.rules.put('rewards', 'visit', aFlat('7'));
    expect(await record({ transactionId: 't-2', amount: null })).toMatchObject({ value: { points: 7n } });
  });

  test('waits for its day or for a signal where the policy says so, and not for a day that is over', async () => {
    const clearing = [{ kinds: ['PURCHASE' as const], afterDays: 14 }];
    house.rules.put('rewards', 'policy', aPolicy({ clearing }));
    const pending = await record();
    expect(pending).toMatchObject({ value: { status: 'PENDING', points: 10n, clearsAt: expect.any(Date) } });
    expect(await record()).toEqual(pending);
    const late = await record({ transactionId: 't-2', occurredAt: new Date('2026-05-01T00:00:00Z') });
    expect(late).toMatchObject({ value: { status: 'POSTED', clearsAt: null } });
    house.rules.put('rewards', 'policy', aPolicy({ clearing: [{ kinds: ['PURCHASE'], afterDays: null }] }));
    const signaled = await record({ transactionId: 't-3' });
    expect(signaled).toMatchObject({ value: { status: 'PENDING', clearsAt: null } });
    expect(balance()).toBe(10n);
  });

  test('is judged by the rules of its instant', async () => {
    house.rules.put('rewards', 'dollars', aBase('5'), new Date('2026-06-15T00:00:00Z'));
    expect(await record()).toMatchObject({ value: { points: 10n } });
    expect(await record({ transactionId: 't-2', occurredAt: null })).toMatchObject({ value: { points: 50n } });
  });

  test('counts a time that is slightly ahead as now', async () => {
    const ahead = new Date(NOW.getTime() + 4 * 60_000);
    expect(await record({ occurredAt: ahead })).toMatchObject({ value: { occurredAt: NOW } });
    expect(await record({ occurredAt: ahead })).toMatchObject({ ok: true });
  });

  test('refuses what a cap refuses, for ever', async () => {
    house.rules.put('rewards', 'big', aCap('5', { period: 'TRANSACTION', exceeding: 'REFUSE' }));
    const refused = { failure: { type: 'EarningCapExceeded', rule: 'big', limit: 5n } };
    expect(await record()).toMatchObject(refused);
    house.rules.put('rewards', 'big', null);
    expect(await record()).toMatchObject(refused);
  });

  test('opens no account where the program does not, and refuses a closed one', async () => {
    const shy = aHouse({ opensAccounts: false });
    expect(await shy.useCases.recordTransaction(staff, { ...input, occurredAt: null })).toMatchObject({
      failure: { type: 'PointsAccountNotFound' },
    });
    await record();
    const { id: accountId } = accountRef('rewards', 'm-1');
    await house.useCases.changePointsAccountStatus(staff, { idempotencyKey: 'c', accountId, status: 'CLOSED' });
    expect(await record({ transactionId: 't-2' })).toMatchObject({
      failure: { type: 'PointsAccountNotActive', status: 'CLOSED' },
    });
  });

  test('keeps the signed message that asked for it, of a replay and of a refusal too, and none without a rate', async () => {
    const send = (messageId: string, changes: Partial<RecordTransactionInput> = {}) =>
      house.useCases.recordTransaction(
        staff,
        { ...input, ...changes },
        { sourceId: 'shop', messageId, bodyHash: 'ab'.repeat(32) },
      );
    const first = await send('msg-1');
    expect(await send('msg-2')).toEqual(first);
    house.rules.put('rewards', 'big', aCap('5', { period: 'TRANSACTION', exceeding: 'REFUSE' }));
    expect(await send('msg-3', { transactionId: 't-2' })).toMatchObject({ failure: { type: 'EarningCapExceeded' } });
    const euros = { transactionId: 't-3', amount: { amount: '1', currencyCode: 'EUR' } };
    expect(await send('msg-4', euros)).toMatchObject({ failure: { type: 'CurrencyRateNotFound' } });
    const kept = [...house.ledger.book.deliveries.keys()].map((key) => key.split('\0')[1]);
    expect(kept).toEqual(['msg-1', 'msg-2', 'msg-3']);
  });

  test('is not for a member’s own token, whatever its scopes', async () => {
    const { useCases } = house;
    await expect(useCases.recordTransaction(aViewer({ memberId: 'm-1' }), input)).rejects.toThrow(Forbidden);
    await expect(useCases.recordTransaction(aViewer({ scopes: ['points:read'] }), input)).rejects.toThrow(Forbidden);
    expect(balance()).toBeUndefined();
  });

  test.each(['foreign', 'ghost'])('does not tell the program %s from one that is not there', async (programId) => {
    expect(await record({ programId })).toEqual({
      ok: false,
      failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' },
    });
  });

  test.each([
    ['input.transactionId', { transactionId: '' }],
    ['input.memberId', { memberId: 'm\n' }],
    ['input.programId', { programId: 'p'.repeat(129) }],
    ['input.category', { category: 'c'.repeat(129) }],
    ['input.merchantId', { merchantId: '' }],
    ['input.occurredAt', { occurredAt: new Date(NOW.getTime() + 5 * 60_000 + 1) }],
    ['input.occurredAt', { occurredAt: new Date(Number.NaN) }],
    ['input.occurredAt', { occurredAt: new Date(-1) }],
    ['input.amount.amount', { amount: { amount: '1,5', currencyCode: 'USD' } }],
    ['input.amount.currencyCode', { amount: { amount: '1', currencyCode: '' } }],
  ])('names %s', async (field, change) => {
    const recording = record(change);
    await expect(recording).rejects.toThrow(BadInput);
    await expect(recording).rejects.toMatchObject({ field });
  });
});
