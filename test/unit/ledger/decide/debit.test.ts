import { describe, expect, it } from 'vitest';
import { deskWith, lotsOf, openDesk, PROGRAM } from '../support/desk.ts';

describe('debit', () => {
  it('takes what expires soonest', () => {
    const desk = deskWith({ '2026-12-31': 10n, '2026-06-30': 4n, '2026-09-30': 5n });
    expect(desk.ask('k', { kind: 'DEBIT', points: 6n })).toMatchObject({
      status: 'accepted',
      receipt: { kind: 'DEBIT', points: 6n, seq: 4n },
    });
    expect(desk.account()).toMatchObject({ balance: 13n, lots: lotsOf({ '2026-09-30': 3n, '2026-12-31': 10n }) });
    expect(desk.postings).toMatchObject([
      {
        seq: 4n,
        kind: 'REDEEM',
        contra: 'REDEMPTION',
        amount: -6n,
        balanceAfter: 13n,
        lots: lotsOf({ '2026-06-30': 4n, '2026-09-30': 2n }),
      },
    ]);
  });

  it('takes everything to the last point', () => {
    const desk = deskWith({ '2026-06-30': 4n });
    desk.ask('k', { kind: 'DEBIT', points: 4n });
    expect(desk.account()).toMatchObject({ balance: 0n, lots: [] });
  });

  it('refuses more than there is, with both figures, and forgets nothing of it', () => {
    const desk = deskWith({ '2026-06-30': 4n });
    const before = desk.account();
    const rejection = { code: 'INSUFFICIENT_POINTS', available: 4n, requested: 5n };
    expect(desk.ask('k', { kind: 'DEBIT', points: 5n })).toEqual({ status: 'rejected', rejection, replayed: false });
    expect(desk.account()).toBe(before);
    desk.ask('more', { kind: 'CREDIT', points: 100n });
    expect(desk.ask('k', { kind: 'DEBIT', points: 5n })).toEqual({ status: 'rejected', rejection, replayed: true });
  });

  it('spends a lot on its last day and not a moment later, even if the expiry is late', () => {
    const program = { ...PROGRAM, timeZone: 'America/New_York' };
    const desk = deskWith({ '2026-03-08': 10n, '2026-12-31': 3n }, '2026-03-01T12:00:00Z');
    // A day of 23 hours: summer time begins.
    desk.now = new Date('2026-03-09T03:59:59.999Z');
    expect(desk.ask('a', { kind: 'DEBIT', points: 5n, program })).toMatchObject({ status: 'accepted' });
    desk.now = new Date('2026-03-09T04:00:00Z');
    expect(desk.ask('b', { kind: 'DEBIT', points: 4n, program })).toMatchObject({
      rejection: { code: 'INSUFFICIENT_POINTS', available: 3n, requested: 4n },
    });
    expect(desk.ask('c', { kind: 'DEBIT', points: 3n, program })).toMatchObject({ status: 'accepted' });
    expect(desk.account()).toMatchObject({ balance: 5n, lots: lotsOf({ '2026-03-08': 5n }) });
  });

  it('is refused on a frozen and on a closed account', () => {
    const desk = deskWith({ '2026-06-30': 4n });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('a', { kind: 'DEBIT', points: 1n })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'FROZEN' },
    });
    desk.ask('thaw', { kind: 'STATUS', status: 'ACTIVE' });
    expect(desk.ask('b', { kind: 'DEBIT', points: 1n })).toMatchObject({ status: 'accepted' });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    expect(desk.ask('c', { kind: 'DEBIT', points: 1n })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
    });
  });

  it('is absent without an account', () => {
    expect(openDesk().ask('k', { kind: 'DEBIT', points: 1n })).toEqual({ status: 'absent' });
  });
});
