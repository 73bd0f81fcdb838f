import { describe, expect, it } from 'vitest';
import { deskWith, idOf, lotsOf, openDesk } from '../support/desk.ts';

describe('changing the status', () => {
  it('freezes and reactivates', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    expect(desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' })).toMatchObject({
      status: 'accepted',
      receipt: { points: 0n, seq: null },
    });
    expect(desk.account().status).toBe('FROZEN');
    desk.ask('thaw', { kind: 'STATUS', status: 'ACTIVE' });
    expect(desk.account()).toMatchObject({ status: 'ACTIVE', balance: 5n, seq: 1n });
    expect(desk.postings).toEqual([]);
  });

  it('accepts the status that it already has and changes nothing', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    const before = desk.account();
    desk.now = new Date('2026-03-11T00:00:00Z');
    expect(desk.ask('k', { kind: 'STATUS', status: 'ACTIVE' })).toMatchObject({ status: 'accepted', replayed: false });
    expect(desk.account()).toBe(before);
    expect(desk.ask('k', { kind: 'STATUS', status: 'ACTIVE' })).toMatchObject({ status: 'accepted', replayed: true });
  });

  it('forfeits what is left when it closes, expired lots as expired', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-04-30': 3n, '2026-06-30': 5n, '2026-12-31': 10n });
    desk.now = new Date('2026-05-05T00:00:00Z');
    expect(desk.ask('close', { kind: 'STATUS', status: 'CLOSED' })).toMatchObject({
      status: 'accepted',
      receipt: { points: 22n, seq: 5n },
    });
    expect(desk.account()).toMatchObject({ status: 'CLOSED', balance: 0n, held: 0n, lots: [], seq: 7n });
    expect(desk.postings).toMatchObject([
      { kind: 'EXPIRE', contra: 'BREAKAGE', amount: -4n, effectiveAt: new Date('2026-04-01T00:00:00Z') },
      { kind: 'EXPIRE', contra: 'BREAKAGE', amount: -3n, effectiveAt: new Date('2026-05-01T00:00:00Z') },
      {
        kind: 'ADJUST',
        contra: 'BREAKAGE',
        amount: -15n,
        balanceAfter: 0n,
        lots: lotsOf({ '2026-06-30': 5n, '2026-12-31': 10n }),
        effectiveAt: desk.now,
      },
    ]);
  });

  it('closes an empty account without a posting', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    desk.ask('spend', { kind: 'DEBIT', points: 5n });
    expect(desk.ask('close', { kind: 'STATUS', status: 'CLOSED' })).toMatchObject({
      receipt: { points: 0n, seq: null },
    });
    expect(desk.account().status).toBe('CLOSED');
  });

  it('does not close while points are held', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    desk.ask('hold', { kind: 'HOLD', points: 3n, expiresAt: null });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    const before = desk.account();
    expect(desk.ask('close', { kind: 'STATUS', status: 'CLOSED' })).toEqual({
      status: 'rejected',
      rejection: { code: 'HOLDS_OPEN', held: 3n },
      replayed: false,
    });
    expect(desk.account()).toBe(before);
    desk.ask('release', { kind: 'RELEASE', holdId: idOf('hold') });
    expect(desk.ask('close again', { kind: 'STATUS', status: 'CLOSED' })).toMatchObject({ status: 'accepted' });
  });

  it('is final once closed', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    for (const status of ['ACTIVE', 'FROZEN'] as const) {
      expect(desk.ask(status, { kind: 'STATUS', status })).toMatchObject({
        rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
      });
    }
    expect(desk.ask('again', { kind: 'STATUS', status: 'CLOSED' })).toMatchObject({ status: 'accepted' });
    expect(desk.ask('close', { kind: 'STATUS', status: 'CLOSED' })).toMatchObject({ replayed: true });
    expect(desk.account()).toMatchObject({ status: 'CLOSED', seq: 2n });
  });

  it('is absent without an account', () => {
    expect(openDesk().ask('k', { kind: 'STATUS', status: 'FROZEN' })).toEqual({ status: 'absent' });
  });
});
