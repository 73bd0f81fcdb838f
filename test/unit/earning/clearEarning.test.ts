import { beforeEach, describe, expect, test } from 'vitest';
import { Forbidden } from '../../../src/access/viewer.ts';
import { accountRef } from '../../../src/ledger/account.ts';
import { requestId } from '../../../src/ledger/requestId.ts';
import { aHouse, give } from '../../doubles/aHouse.ts';
import { aProgram } from '../../doubles/memoryPrograms.ts';
import { aBase, aPolicy } from '../../doubles/rules.ts';
import { aViewer } from '../../doubles/viewers.ts';

const staff = aViewer();
const key = { transactionId: 't-1' };

let house = aHouse();
beforeEach(async () => {
  house = aHouse();
  house.clock.now = new Date('2026-06-15T12:00:00Z');
  house.rules.put('rewards', 'dollars', aBase());
  house.rules.put('rewards', 'policy', aPolicy({ clearing: [{ kinds: ['PURCHASE'], afterDays: 14 }] }));
  await house.useCases.recordTransaction(staff, {
    transactionId: 't-1',
    memberId: 'm-1',
    kind: 'PURCHASE',
    amount: { amount: '10', currencyCode: 'USD' },
  });
});
const account = () => house.ledger.book.accounts.get(accountRef('rewards', 'm-1').id);
const reverse = (amount?: string) =>
  house.useCases.reverseEarning(staff, {
    idempotencyKey: `r-${amount}`,
    earning: key,
    amount: amount === undefined ? null : { amount, currencyCode: 'USD' },
  });

const deliveryOf = (body: string) => ({ sourceId: 'shop', messageId: 'msg-1', bodyHash: body.repeat(32) });

describe('clearEarning', () => {
  test('makes the points spendable before their day, and answers a second time alike', async () => {
    expect(account()).toMatchObject({ balance: 0n, pending: 10n });
    const cleared = await house.useCases.clearEarning(staff, key);
    expect(cleared).toMatchObject({ value: { status: 'POSTED', points: 10n, clearsAt: null } });
    expect(account()).toMatchObject({ balance: 10n, pending: 0n });
    const earningId = requestId('rewards', 'transaction', 't-1');
    expect(await house.useCases.clearEarning(staff, { earningId })).toEqual(cleared);
    expect(account()).toMatchObject({ balance: 10n, pending: 0n });
  });

  test('answers with what the job has cleared, and the job finds nothing after a signal', async () => {
    house.clock.now = new Date('2026-06-30T00:00:00Z');
    expect(await house.ledger.clearDueAwards([aProgram()])).toBe(1);
    expect(await house.useCases.clearEarning(staff, key)).toMatchObject({ value: { status: 'POSTED' } });
    expect(await house.ledger.clearDueAwards([aProgram()])).toBe(0);
    expect(account()).toMatchObject({ balance: 10n, pending: 0n });
  });

  test('answers with what never waited', async () => {
    house.rules.put('rewards', 'policy', null);
    const posted = await house.useCases.recordTransaction(staff, {
      transactionId: 't-2',
      memberId: 'm-1',
      kind: 'PURCHASE',
      amount: { amount: '10', currencyCode: 'USD' },
    });
    expect(await house.useCases.clearEarning(staff, { transactionId: 't-2' })).toEqual(posted);
  });

  test('clears what reversals have left', async () => {
    await reverse('4');
    expect(await house.useCases.clearEarning(staff, key)).toMatchObject({
      value: { status: 'PARTIALLY_REVERSED', points: 10n, reversedPoints: 4n },
    });
    expect(account()).toMatchObject({ balance: 6n, pending: 0n });
    await reverse();
    expect(await house.useCases.clearEarning(staff, key)).toMatchObject({ value: { status: 'REVERSED' } });
  });

  test('keeps the signed message of a signal, of one that comes second too', async () => {
    const signal = (messageId: string) => {
      const delivery = { sourceId: 'shop', messageId, bodyHash: 'ab'.repeat(32) };
      return house.useCases.clearEarning(staff, key, delivery);
    };
    expect(await signal('msg-1')).toEqual(await signal('msg-2'));
    expect(house.ledger.book.deliveries.size).toBe(2);
  });

  test('clears nothing for a message whose id came with another body before', async () => {
    await house.useCases.clearEarning(staff, key, deliveryOf('ab'));
    expect(await house.useCases.clearEarning(staff, key, deliveryOf('cd'))).toMatchObject({
      ok: false,
      failure: { type: 'IdempotencyKeyConflict' },
    });
  });

  test('does not clear a plain credit', async () => {
    await give(house.useCases, '5');
    const earningId = requestId('rewards', 'graph', 'give-rewards-m-1');
    expect(await house.useCases.clearEarning(staff, { earningId })).toMatchObject({
      failure: { type: 'EarningNotPending' },
    });
  });

  test('finds nothing where nothing is, and nothing of somebody else', async () => {
    const missing = { failure: { type: 'EarningNotFound' } };
    expect(await house.useCases.clearEarning(staff, { transactionId: 'ghost' })).toMatchObject(missing);
    const stranger = aViewer({ programs: ['foreign'] });
    expect(await house.useCases.clearEarning(stranger, { ...key, programId: 'rewards' })).toMatchObject(missing);
  });

  test('keeps an account with pending points open', async () => {
    const { id: accountId } = accountRef('rewards', 'm-1');
    const close = { idempotencyKey: 'c', accountId, status: 'CLOSED' as const };
    expect(await house.useCases.changePointsAccountStatus(staff, close)).toMatchObject({
      failure: { type: 'PointsAccountHasHolds', message: expect.stringContaining('10 points are pending') },
    });
  });

  test('is not for a member’s own token, whatever its scopes', async () => {
    const { useCases } = house;
    await expect(useCases.clearEarning(aViewer({ memberId: 'm-1' }), key)).rejects.toThrow(Forbidden);
    await expect(useCases.clearEarning(aViewer({ scopes: ['points:read'] }), key)).rejects.toThrow(Forbidden);
  });
});
