import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer();
const redemptionId = requestId('rewards', 'graph', 'spend');
const input = { idempotencyKey: 'back-1', redemptionId, points: '30', reason: 'broken' };
const notFound = { ok: false, failure: { type: 'RedemptionNotFound', message: 'There is no such redemption.' } };

let { useCases, ledger } = aHouse();
beforeEach(async () => {
  ({ useCases, ledger } = aHouse());
  await give(useCases, '500');
  await give(useCases, '500', { programId: 'foreign' });
  await useCases.redeemPoints(staff, { idempotencyKey: 'spend', memberId: 'm-1', points: '100' });
});

const balance = (): bigint | undefined => ledger.book.accounts.get(accountRef('rewards', 'm-1').id)?.balance;

describe('reverseRedemption', () => {
  test('gives back a part, and then the rest', async () => {
    expect(await useCases.reverseRedemption(staff, input)).toMatchObject({
      ok: true,
      value: { id: redemptionId, status: 'PARTIALLY_REVERSED', points: 100n, reversedPoints: 30n },
    });
    expect(balance()).toBe(430n);
    expect(await useCases.reverseRedemption(staff, { idempotencyKey: 'back-2', redemptionId })).toMatchObject({
      ok: true,
      value: { status: 'REVERSED', reversedPoints: 100n },
    });
    expect(balance()).toBe(500n);
  });

  test('replays with the redemption as it stands now', async () => {
    await useCases.reverseRedemption(staff, input);
    await useCases.reverseRedemption(staff, { idempotencyKey: 'back-2', redemptionId, points: null });
    expect(await useCases.reverseRedemption(staff, { ...input, points: '3.0e1' })).toMatchObject({
      ok: true,
      value: { status: 'REVERSED', reversedPoints: 100n },
    });
    expect(balance()).toBe(500n);
  });

  test.each([
    ['another amount', { points: '31' }],
    ['all of it', { points: null }],
    ['another reason', { reason: 'late' }],
  ])('refuses the key with %s', async (_, change) => {
    await useCases.reverseRedemption(staff, input);
    expect(await useCases.reverseRedemption(staff, { ...input, ...change })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
    expect(balance()).toBe(430n);
  });

  test('refuses more than is left, and tells how much that is', async () => {
    await useCases.reverseRedemption(staff, input);
    expect(await useCases.reverseRedemption(staff, { idempotencyKey: 'b', redemptionId, points: '71' })).toMatchObject({
      failure: { type: 'RedemptionNotReversible', reversiblePoints: 70n, decimals: 0 },
    });
    expect(balance()).toBe(430n);
  });

  test('refuses a refund of what is all given back', async () => {
    await useCases.reverseRedemption(staff, { idempotencyKey: 'b', redemptionId });
    expect(await useCases.reverseRedemption(staff, { idempotencyKey: 'c', redemptionId })).toMatchObject({
      failure: { type: 'RedemptionNotReversible', reversiblePoints: 0n },
    });
  });

  test('refuses a refund to a closed account', async () => {
    const accountId = accountRef('rewards', 'm-1').id;
    await useCases.changePointsAccountStatus(staff, { idempotencyKey: 'close', accountId, status: 'CLOSED' });
    expect(await useCases.reverseRedemption(staff, input)).toMatchObject({
      failure: { type: 'RedemptionNotReversible', reversiblePoints: 0n, message: expect.stringContaining('closed') },
    });
  });

  test('refuses a part of a point', async () => {
    expect(await useCases.reverseRedemption(staff, { ...input, points: '0.5' })).toMatchObject({
      failure: { type: 'InvalidPointsAmount' },
    });
  });

  test.each([
    ['no id of ours', 'not-a-uuid'],
    ['a redemption that is not there', requestId('rewards', 'graph', 'nothing')],
    ['an id in capitals', redemptionId.toUpperCase()],
    ['an earning', requestId('rewards', 'graph', 'give-rewards-m-1')],
    ['a refund', requestId('rewards', 'graph', 'back-1')],
  ])('does not find %s', async (_, id) => {
    await useCases.reverseRedemption(staff, input);
    expect(await useCases.reverseRedemption(staff, { idempotencyKey: 'x', redemptionId: id })).toEqual(notFound);
  });

  test('does not find a redemption of somebody else’s program', async () => {
    const foreign = aViewer({ programs: ['foreign'] });
    await useCases.redeemPoints(foreign, { idempotencyKey: 's', memberId: 'm-1', programId: 'foreign', points: '10' });
    const id = requestId('foreign', 'graph', 's');
    expect(await useCases.reverseRedemption(staff, { idempotencyKey: 'x', redemptionId: id })).toEqual(notFound);
    expect(await useCases.reverseRedemption(foreign, { idempotencyKey: 'x', redemptionId })).toEqual(notFound);
  });

  test('is not for a member’s own token, whatever it names', async () => {
    const member = aViewer({ memberId: 'm-1' });
    await expect(useCases.reverseRedemption(member, input)).rejects.toThrow(Forbidden);
    await expect(useCases.reverseRedemption(member, { ...input, redemptionId: 'x' })).rejects.toThrow(Forbidden);
    await expect(useCases.reverseRedemption(aViewer({ scopes: ['points:admin'] }), input)).rejects.toThrow(Forbidden);
    expect(balance()).toBe(400n);
  });

  test.each([
    ['input.idempotencyKey', { idempotencyKey: '' }],
    ['input.redemptionId', { redemptionId: '' }],
    ['input.reason', { reason: 'x'.repeat(501) }],
    ['input.points', { points: 'all' }],
  ])('names %s', async (field, change) => {
    const reversing = useCases.reverseRedemption(staff, { ...input, ...change });
    await expect(reversing).rejects.toThrow(BadInput);
    await expect(reversing).rejects.toMatchObject({ field });
  });
});
