import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import type { RedeemPointsInput } from '../../../src/redemption/redemptionUseCases.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer({ programs: ['rewards', 'cents'] });
const input: RedeemPointsInput = { idempotencyKey: 'k-1', memberId: 'm-1', points: '120', rewardId: 'r', orderId: 'o' };

let { useCases, ledger } = aHouse();
beforeEach(async () => {
  ({ useCases, ledger } = aHouse());
  await give(useCases, '500');
  await give(useCases, '20.25', { programId: 'cents' });
  await give(useCases, '500', { memberId: 'm-2' });
  await give(useCases, '500', { programId: 'foreign' });
  ledger.asked.reads = 0;
});

const balance = (programId = 'rewards', memberId = 'm-1'): bigint | undefined =>
  ledger.book.accounts.get(accountRef(programId, memberId).id)?.balance;

describe('redeemPoints', () => {
  test('spends, and answers without reading anything back', async () => {
    const result = await useCases.redeemPoints(staff, input);
    expect(result).toMatchObject({
      ok: true,
      value: {
        id: requestId('rewards', 'graph', 'k-1'),
        accountId: accountRef('rewards', 'm-1').id,
        programId: 'rewards',
        memberId: 'm-1',
        decimals: 0,
        status: 'CONFIRMED',
        points: 120n,
        reversedPoints: 0n,
        rewardId: 'r',
        orderId: 'o',
      },
    });
    expect(balance()).toBe(380n);
    expect(ledger.asked.reads).toBe(0);
  });

  test.each([
    ['the same again', input],
    ['the amount spelt in full', { ...input, points: '120.00' }],
    ['the amount with an exponent', { ...input, points: '1.2e2' }],
    ['the default program by name', { ...input, programId: 'rewards' }],
    ['the program null', { ...input, programId: null }],
  ])('replays %s, by one read', async (_, again) => {
    const first = await useCases.redeemPoints(staff, input);
    expect(await useCases.redeemPoints(staff, again)).toEqual(first);
    expect(balance()).toBe(380n);
    expect(ledger.asked.reads).toBe(1);
  });

  test('takes absent and null for the same', async () => {
    const { rewardId: _, orderId: __, ...bare } = input;
    const first = await useCases.redeemPoints(staff, bare);
    expect(await useCases.redeemPoints(staff, { ...bare, rewardId: null, orderId: undefined })).toEqual(first);
  });

  test.each([
    ['another amount', { ...input, points: '121' }],
    ['another member', { ...input, memberId: 'm-2' }],
    ['another reward', { ...input, rewardId: 'r2' }],
    ['no reward', { ...input, rewardId: null }],
    ['another order', { ...input, orderId: 'O' }],
    ['reward and order the other way round', { ...input, rewardId: 'o', orderId: 'r' }],
  ])('refuses the key with %s', async (_, other) => {
    await useCases.redeemPoints(staff, input);
    expect(await useCases.redeemPoints(staff, other)).toMatchObject({ failure: { type: 'IdempotencyKeyConflict' } });
    expect(balance()).toBe(380n);
    expect(balance('rewards', 'm-2')).toBe(500n);
  });

  test('keeps the storefront’s keys and another program’s apart from the graph’s', async () => {
    await useCases.redeemPoints(staff, input);
    expect(await useCases.redeemPoints(staff, { ...input, points: '5' }, 'plum')).toMatchObject({ ok: true });
    expect(await useCases.redeemPoints(staff, { ...input, points: '5.5', programId: 'cents' })).toMatchObject({
      ok: true,
    });
    expect([balance(), balance('cents')]).toEqual([375n, 1475n]);
  });

  test('replays a refusal with the figures of then', async () => {
    const first = await useCases.redeemPoints(staff, { ...input, points: '501' });
    expect(first).toMatchObject({
      failure: { type: 'InsufficientPoints', available: 500n, requested: 501n, decimals: 0 },
    });
    await useCases.earnPoints(staff, { idempotencyKey: 'more', memberId: 'm-1', points: '500' });
    expect(await useCases.redeemPoints(staff, { ...input, points: '501' })).toEqual(first);
  });

  test('replays a redemption as it stands now', async () => {
    const first = await useCases.redeemPoints(staff, input);
    const redemptionId = first.ok ? first.value.id : '';
    await useCases.reverseRedemption(staff, { idempotencyKey: 'back', redemptionId, points: '20' });
    expect(await useCases.redeemPoints(staff, input)).toMatchObject({
      ok: true,
      value: { status: 'PARTIALLY_REVERSED', points: 120n, reversedPoints: 20n },
    });
  });

  test.each(['0', '-1', '0.5', '9007199254740992'])('refuses %s points of this program', async (points) => {
    expect(await useCases.redeemPoints(staff, { ...input, points })).toMatchObject({
      failure: { type: 'InvalidPointsAmount' },
    });
  });

  test('tells a frozen account', async () => {
    const accountId = accountRef('rewards', 'm-1').id;
    await useCases.changePointsAccountStatus(staff, { idempotencyKey: 'f', accountId, status: 'FROZEN' });
    expect(await useCases.redeemPoints(staff, input)).toMatchObject({
      failure: { type: 'PointsAccountNotActive', status: 'FROZEN' },
    });
  });
});

describe('what is not the viewer’s', () => {
  const notFound = {
    ok: false,
    failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' },
  };

  test.each([
    ['a member without an account', staff, { ...input, memberId: 'nobody' }],
    ['a program that does not exist', aViewer({ programs: ['ghost'] }), { ...input, programId: 'ghost' }],
    ['a program of somebody else', staff, { ...input, programId: 'foreign' }],
    ['another member', aViewer({ memberId: 'm-2' }), input],
    ['anything at all, without programs', aViewer({ programs: [] }), input],
  ])('looks like what does not exist: %s', async (_, viewer, asked) => {
    expect(await useCases.redeemPoints(viewer, asked)).toEqual(notFound);
    expect(balance('foreign')).toBe(500n);
  });

  test('stays so with a key that its owner has used', async () => {
    await useCases.redeemPoints(staff, input);
    expect(await useCases.redeemPoints(aViewer({ memberId: 'm-2' }), input)).toEqual(notFound);
    expect(await useCases.redeemPoints(aViewer({ programs: ['foreign'] }), { ...input, programId: 'rewards' })).toEqual(
      notFound,
    );
  });

  test('is not a member’s own', async () => {
    expect(await useCases.redeemPoints(aViewer({ memberId: 'm-1', scopes: ['points:redeem'] }), input)).toMatchObject({
      ok: true,
    });
  });

  test('needs the scope in any case', async () => {
    const reader = aViewer({ scopes: ['points:read', 'points:earn', 'points:admin'] });
    await expect(useCases.redeemPoints(reader, input)).rejects.toThrow(Forbidden);
    await expect(useCases.redeemPoints(reader, { ...input, memberId: '' })).rejects.toThrow(Forbidden);
  });
});

describe('bad input', () => {
  test.each([
    ['input.idempotencyKey', { idempotencyKey: '' }],
    ['input.idempotencyKey', { idempotencyKey: 'x'.repeat(256) }],
    ['input.memberId', { memberId: 'a\u0000' }],
    ['input.programId', { programId: '' }],
    ['input.rewardId', { rewardId: '\ud800' }],
    ['input.orderId', { orderId: 'o'.repeat(129) }],
    ['input.points', { points: 'many' }],
  ])('names %s', async (field, change) => {
    const redeeming = useCases.redeemPoints(staff, { ...input, ...change });
    await expect(redeeming).rejects.toThrow(BadInput);
    await expect(redeeming).rejects.toMatchObject({ field });
  });
});
