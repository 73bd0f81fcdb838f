import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import type { ReverseEarningInput } from '../../../src/earning/earningUseCases.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aBase, aCap, aPolicy } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer({ programs: ['rewards', 'cents'] });
const dollars = (amount: string) => ({ amount, currencyCode: 'USD' });
const account = () => house.ledger.book.accounts.get(accountRef('rewards', 'm-1').id);

let house = aHouse();
beforeEach(async () => {
  house = aHouse();
  house.clock.now = new Date('2026-06-15T12:00:00Z');
  house.rules.put('rewards', 'dollars', aBase('2'));
  await record('t-1');
});
const record = (transactionId: string, amount = '10') =>
  house.useCases.recordTransaction(staff, {
    transactionId,
    memberId: 'm-1',
    kind: 'PURCHASE',
    amount: dollars(amount),
    occurredAt: new Date('2026-06-15T08:00:00Z'),
  });
const reverse = (changes: Partial<ReverseEarningInput> = {}) =>
  house.useCases.reverseEarning(staff, { idempotencyKey: 'r-1', earning: { transactionId: 't-1' }, ...changes });
const spend = (points: string) =>
  house.useCases.redeemPoints(staff, { idempotencyKey: `s-${points}`, memberId: 'm-1', points });

describe('reverseEarning', () => {
  test('takes back parts of the amount, and then all that is left', async () => {
    expect(await reverse({ amount: dollars('2.50') })).toMatchObject({
      value: { status: 'PARTIALLY_REVERSED', points: 20n, reversedPoints: 5n, remainingAmount: dollars('7.5') },
    });
    expect(await reverse({ idempotencyKey: 'r-2' })).toMatchObject({
      value: { status: 'REVERSED', points: 20n, reversedPoints: 20n, remainingAmount: dollars('0') },
    });
    expect(account()?.balance).toBe(0n);
    expect(await reverse({ idempotencyKey: 'r-3' })).toMatchObject({
      failure: { type: 'EarningNotReversible', reversibleAmount: null },
    });
  });

  test('takes the earning by its id too, and replays with the earning as it stands now', async () => {
    const earning = { earningId: requestId('rewards', 'transaction', 't-1') };
    await reverse({ earning, amount: dollars('1'), reason: 'Returned' });
    const all = await reverse({ idempotencyKey: 'r-2', earning });
    expect(await reverse({ amount: dollars('1.00'), reason: 'Returned' })).toEqual(all);
    const conflict = { failure: { type: 'IdempotencyKeyConflict' } };
    expect(await reverse({ amount: dollars('2'), reason: 'Returned' })).toMatchObject(conflict);
    expect(await reverse({ amount: dollars('1') })).toMatchObject(conflict);
  });

  test('refuses more than is left', async () => {
    await reverse({ amount: dollars('4') });
    expect(await reverse({ idempotencyKey: 'r-2', amount: dollars('6.01') })).toMatchObject({
      failure: {
        type: 'EarningNotReversible',
        reversibleAmount: '6',
        message: 'At most 6 USD of the transaction can still be reversed.',
      },
    });
  });

  test('judges the part that stays by the rules of then', async () => {
    house.rules.put('rewards', 'dollars', aBase('100'), new Date('2026-06-15T11:00:00Z'));
    expect(await reverse({ amount: dollars('9') })).toMatchObject({ value: { reversedPoints: 18n } });
  });

  test('gives its points back to the cap', async () => {
    house.rules.put('rewards', 'daily', aCap('30'));
    await reverse();
    expect(await record('t-2')).toMatchObject({ value: { points: 20n } });
    expect(await record('t-3')).toMatchObject({ value: { points: 10n } });
    await reverse({ idempotencyKey: 'r-2', earning: { transactionId: 't-2' } });
    expect(await record('t-4')).toMatchObject({ value: { points: 20n } });
  });

  test.each([
    ['DEBT' as const, { debt: 15n, balance: 0n }],
    ['WITHIN_BALANCE' as const, { debt: 0n, balance: 0n }],
  ])('takes what is there when it was spent, by the policy %s', async (shortfall, expected) => {
    house.rules.put('rewards', 'policy', aPolicy({ shortfall }));
    await spend('15');
    expect(await reverse()).toMatchObject({ value: { status: 'REVERSED', reversedPoints: 20n } });
    expect(account()).toMatchObject(expected);
  });

  test('lets later earnings pay the debt first', async () => {
    await spend('15');
    await reverse();
    expect(await record('t-2', '5')).toMatchObject({ value: { status: 'POSTED', points: 10n } });
    expect(account()).toMatchObject({ balance: 0n, debt: 5n });
    await give(house.useCases, '12');
    expect(account()).toMatchObject({ balance: 7n, debt: 0n });
  });

  test('refuses what was spent where the policy says so', async () => {
    house.rules.put('rewards', 'policy', aPolicy({ shortfall: 'REFUSE' }));
    await spend('15');
    expect(await reverse()).toMatchObject({ failure: { type: 'InsufficientPoints', available: 5n, requested: 20n } });
    expect(account()?.balance).toBe(5n);
  });

  test('cancels what is pending', async () => {
    house.rules.put('rewards', 'policy', aPolicy({ clearing: [{ kinds: ['PURCHASE'], afterDays: null }] }));
    await record('t-2');
    const earning = { transactionId: 't-2' };
    expect(await reverse({ earning, amount: dollars('5') })).toMatchObject({
      value: { status: 'PENDING', reversedPoints: 10n, remainingAmount: dollars('5') },
    });
    expect(await reverse({ idempotencyKey: 'r-2', earning })).toMatchObject({ value: { status: 'REVERSED' } });
    expect(account()).toMatchObject({ balance: 20n, pending: 0n, debt: 0n });
  });

  test('reverses completely what had no amount or earned nothing', async () => {
    const milestone = { memberId: 'm-1', kind: 'MILESTONE' as const };
    await house.useCases.recordTransaction(staff, { transactionId: 't-2', ...milestone });
    await house.useCases.recordTransaction(staff, { transactionId: 't-3', ...milestone, amount: dollars('5') });
    const earning = { transactionId: 't-2' };
    expect(await reverse({ earning, amount: dollars('1') })).toMatchObject({
      failure: { type: 'InvalidTransactionAmount', message: expect.stringContaining('no amount') },
    });
    expect(await reverse({ earning })).toMatchObject({ value: { status: 'REVERSED', points: 0n } });
    expect(await reverse({ idempotencyKey: 'r-2', earning })).toMatchObject({
      failure: { type: 'EarningNotReversible', reversibleAmount: null },
    });
    const part = { idempotencyKey: 'r-3', earning: { transactionId: 't-3' }, amount: dollars('1') };
    expect(await reverse(part)).toMatchObject({ value: { status: 'POSTED', remainingAmount: dollars('4') } });
  });

  test.each([
    ['another currency', { amount: '1', currencyCode: 'EUR' }],
    ['nothing', dollars('0')],
    ['too many decimals', dollars('1.001')],
  ])('refuses to reverse %s', async (_, amount) => {
    expect(await reverse({ amount })).toMatchObject({ failure: { type: 'InvalidTransactionAmount' } });
  });

  test('does not reverse a plain credit', async () => {
    await give(house.useCases, '5');
    const earning = { earningId: requestId('rewards', 'graph', 'give-rewards-m-1') };
    expect(await reverse({ earning })).toMatchObject({
      failure: { type: 'EarningNotReversible', message: expect.stringContaining('without a transaction') },
    });
  });

  test('finds nothing where nothing is, and nothing of somebody else', async () => {
    await house.useCases.redeemPoints(staff, { idempotencyKey: 'spent', memberId: 'm-1', points: '1' });
    const stranger = aViewer({ programs: ['foreign'] });
    const missing = { failure: { type: 'EarningNotFound', message: 'There is no such earning.' } };
    const input = { idempotencyKey: 'r-1', earning: { transactionId: 't-1', programId: 'rewards' } };
    expect(await house.useCases.reverseEarning(stranger, input)).toMatchObject(missing);
    expect(await reverse({ earning: { transactionId: 'ghost' } })).toMatchObject(missing);
    expect(await reverse({ earning: { transactionId: 't-1', programId: 'cents' } })).toMatchObject(missing);
    expect(await reverse({ earning: { earningId: 'no uuid' } })).toMatchObject(missing);
    expect(await reverse({ earning: { earningId: requestId('rewards', 'graph', 'spent') } })).toMatchObject(missing);
  });

  test('keeps the keys of signed messages apart from the callers’', async () => {
    await reverse({ amount: dollars('1') });
    const delivery = { sourceId: 'shop', messageId: 'msg-1', bodyHash: 'ab'.repeat(32) };
    const input = { idempotencyKey: 'r-1', earning: { transactionId: 't-1' }, amount: dollars('2') };
    expect(await house.useCases.reverseEarning(staff, input, delivery)).toMatchObject({
      value: { reversedPoints: 6n },
    });
  });

  test('is not for a member’s own token, whatever its scopes', async () => {
    const { useCases } = house;
    const input = { idempotencyKey: 'r-1', earning: { transactionId: 't-1' } };
    await expect(useCases.reverseEarning(aViewer({ memberId: 'm-1' }), input)).rejects.toThrow(Forbidden);
    await expect(useCases.reverseEarning(aViewer({ scopes: ['points:redeem'] }), input)).rejects.toThrow(Forbidden);
  });

  test.each([
    ['input.idempotencyKey', { idempotencyKey: '' }],
    ['input.earningId', { earning: { earningId: '' } }],
    ['input.transactionId', { earning: { transactionId: 't\u0000' } }],
    ['input.programId', { earning: { transactionId: 't-1', programId: '' } }],
    ['input.reason', { reason: 'x'.repeat(501) }],
    ['input.amount.amount', { amount: dollars('ten') }],
  ])('names %s', async (field, change) => {
    const reversing = reverse(change);
    await expect(reversing).rejects.toThrow(BadInput);
    await expect(reversing).rejects.toMatchObject({ field });
  });
});
