import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { BadInput } from '../../../src/failure/failure.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { greatestMinor } from '../../../src/ledger/points.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { aHouse } from '../../doubles/aHouse.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer({ programs: ['rewards', 'cents'] });
const input = { idempotencyKey: 'k-1', memberId: 'm-1', points: '120', reason: 'Welcome' };

let { useCases, ledger } = aHouse();
beforeEach(() => {
  ({ useCases, ledger } = aHouse());
});

const balance = (memberId = 'm-1'): bigint | undefined =>
  ledger.book.accounts.get(accountRef('rewards', memberId).id)?.balance;

describe('earnPoints', () => {
  test('opens the account and credits it, without reading anything back', async () => {
    expect(await useCases.earnPoints(staff, input)).toMatchObject({
      ok: true,
      value: {
        id: requestId('rewards', 'graph', 'k-1'),
        memberId: 'm-1',
        kind: 'CREDIT',
        transactionId: null,
        status: 'POSTED',
        points: 120n,
        reversedPoints: 0n,
        breakdown: [{ rule: 'credit', kind: 'BASE', points: '120' }],
      },
    });
    expect(balance()).toBe(120n);
    expect(ledger.asked.reads).toBe(0);
  });

  test('opens no account where the program does not', async () => {
    ({ useCases, ledger } = aHouse({ opensAccounts: false }));
    expect(await useCases.earnPoints(staff, input)).toMatchObject({ failure: { type: 'PointsAccountNotFound' } });
    expect(balance()).toBeUndefined();
  });

  test('replays by one read, and refuses the key with another input', async () => {
    const first = await useCases.earnPoints(staff, input);
    expect(await useCases.earnPoints(staff, { ...input, points: '120.0', programId: 'rewards' })).toEqual(first);
    expect(ledger.asked.reads).toBe(1);
    const conflict = { failure: { type: 'IdempotencyKeyConflict' } };
    expect(await useCases.earnPoints(staff, { ...input, points: '12' })).toMatchObject(conflict);
    expect(await useCases.earnPoints(staff, { ...input, reason: null })).toMatchObject(conflict);
    expect(await useCases.earnPoints(staff, { ...input, memberId: 'm-2' })).toMatchObject(conflict);
    expect(await useCases.redeemPoints(staff, { ...input, points: '120' })).toMatchObject(conflict);
    expect([balance(), balance('m-2')]).toEqual([120n, undefined]);
  });

  test('refuses more than an account can tell exactly', async () => {
    await useCases.earnPoints(staff, { ...input, points: greatestMinor(0).toString() });
    expect(await useCases.earnPoints(staff, { ...input, idempotencyKey: 'k-2', points: '1' })).toMatchObject({
      failure: { type: 'InvalidPointsAmount', message: expect.stringContaining('9007199254740991') },
    });
  });

  test('refuses a closed account', async () => {
    await useCases.earnPoints(staff, input);
    const accountId = accountRef('rewards', 'm-1').id;
    await useCases.changePointsAccountStatus(staff, { idempotencyKey: 'c', accountId, status: 'CLOSED' });
    expect(await useCases.earnPoints(staff, { ...input, idempotencyKey: 'k-2' })).toMatchObject({
      failure: { type: 'PointsAccountNotActive', status: 'CLOSED' },
    });
  });

  test('is not for a member’s own token, whatever its scopes', async () => {
    await expect(useCases.earnPoints(aViewer({ memberId: 'm-1' }), input)).rejects.toThrow(Forbidden);
    await expect(useCases.earnPoints(aViewer({ scopes: ['points:redeem'] }), input)).rejects.toThrow(Forbidden);
    expect(balance()).toBeUndefined();
  });

  test.each(['foreign', 'ghost'])('does not tell the program %s from one that is not there', async (programId) => {
    expect(await useCases.earnPoints(staff, { ...input, programId })).toEqual({
      ok: false,
      failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' },
    });
  });

  test.each([
    ['input.idempotencyKey', { idempotencyKey: 'a\u007f' }],
    ['input.memberId', { memberId: '' }],
    ['input.programId', { programId: 'p'.repeat(129) }],
    ['input.reason', { reason: 'x\u0000' }],
    ['input.points', { points: '1,5' }],
  ])('names %s', async (field, change) => {
    const earning = useCases.earnPoints(staff, { ...input, ...change });
    await expect(earning).rejects.toThrow(BadInput);
    await expect(earning).rejects.toMatchObject({ field });
  });
});
