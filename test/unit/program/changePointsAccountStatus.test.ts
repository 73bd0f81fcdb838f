import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer();
const { id: accountId } = accountRef('rewards', 'm-1');
const freeze = { idempotencyKey: 'k-1', accountId, status: 'FROZEN', reason: 'lost card' } as const;

let { useCases, ledger } = aHouse();
beforeEach(async () => {
  ({ useCases, ledger } = aHouse());
  await give(useCases, '500');
  await give(useCases, '500', { programId: 'foreign' });
});

describe('changePointsAccountStatus', () => {
  test('freezes and makes active again', async () => {
    expect(await useCases.changePointsAccountStatus(staff, freeze)).toMatchObject({
      ok: true,
      value: { id: accountId, status: 'FROZEN', balance: 500n },
    });
    const back = { idempotencyKey: 'k-2', accountId, status: 'ACTIVE' } as const;
    expect(await useCases.changePointsAccountStatus(staff, back)).toMatchObject({ value: { status: 'ACTIVE' } });
    // A replay of the freeze freezes nothing: it answers with the account as it is now.
    expect(await useCases.changePointsAccountStatus(staff, freeze)).toMatchObject({ value: { status: 'ACTIVE' } });
  });

  test('refuses the key with another input', async () => {
    await useCases.changePointsAccountStatus(staff, freeze);
    expect(await useCases.changePointsAccountStatus(staff, { ...freeze, status: 'CLOSED' })).toMatchObject({
      failure: { type: 'IdempotencyKeyConflict' },
    });
  });

  test('closes for good, and not while points are held', async () => {
    await ledger.post({
      kind: 'HOLD',
      id: requestId('rewards', 'graph', 'hold'),
      fingerprint: '',
      account: accountRef('rewards', 'm-1'),
      program: aProgram(),
      points: 40n,
      expiresAt: null,
    });
    const close = { idempotencyKey: 'c-1', accountId, status: 'CLOSED' } as const;
    expect(await useCases.changePointsAccountStatus(staff, close)).toMatchObject({
      failure: { type: 'PointsAccountHasHolds', held: 40n, decimals: 0 },
    });
    await ledger.post({
      kind: 'RELEASE',
      id: requestId('rewards', 'graph', 'release'),
      fingerprint: '',
      account: accountRef('rewards', 'm-1'),
      program: aProgram(),
      holdId: requestId('rewards', 'graph', 'hold'),
    });
    expect(await useCases.changePointsAccountStatus(staff, { ...close, idempotencyKey: 'c-2' })).toMatchObject({
      value: { status: 'CLOSED', balance: 0n },
    });
    expect(await useCases.changePointsAccountStatus(staff, freeze)).toMatchObject({
      failure: { type: 'PointsAccountNotActive', status: 'CLOSED' },
    });
  });

  test.each([
    ['not there', accountRef('rewards', 'nobody').id],
    ['of somebody else', accountRef('foreign', 'm-1').id],
    ['no id of ours', 'x'],
  ])('does not find an account that is %s', async (_, id) => {
    expect(await useCases.changePointsAccountStatus(staff, { ...freeze, accountId: id })).toEqual({
      ok: false,
      failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' },
    });
  });

  test('needs points:admin, and a token that is bound to no member', async () => {
    const clerk = aViewer({ scopes: ['points:read', 'points:redeem', 'points:earn'] });
    await expect(useCases.changePointsAccountStatus(clerk, freeze)).rejects.toThrow(Forbidden);
    await expect(useCases.changePointsAccountStatus(aViewer({ memberId: 'm-1' }), freeze)).rejects.toThrow(Forbidden);
  });
});
