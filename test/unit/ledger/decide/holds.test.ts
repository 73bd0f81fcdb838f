import { describe, expect, it } from 'vitest';
import { accountRef } from '../../../../src/ledger/account.ts';
import { type Desk, deskWith, idOf, lotsOf, MEMBER, openDesk } from '../support/desk.ts';

const LOTS = { '2026-03-31': 4n, '2026-06-30': 5n, '2026-12-31': 10n };
const EXPIRES = new Date('2026-03-20T12:00:00Z');

/** Eight points held on the tenth of March: four that expire in March, four of June's five. */
function holding(expiresAt: Date | null = null): Desk {
  const desk = deskWith(LOTS);
  desk.ask('hold', { kind: 'HOLD', points: 8n, expiresAt });
  return desk;
}

describe('placing a hold', () => {
  it('sets aside what expires soonest and posts nothing', () => {
    const desk = deskWith(LOTS);
    expect(desk.ask('hold', { kind: 'HOLD', points: 8n, expiresAt: EXPIRES })).toMatchObject({
      status: 'accepted',
      receipt: { points: 8n, seq: null, targetId: null },
    });
    expect(desk.postings).toEqual([]);
    expect(desk.account()).toMatchObject({
      balance: 19n,
      held: 8n,
      lots: lotsOf({ '2026-06-30': 1n, '2026-12-31': 10n }),
      seq: 3n,
    });
    expect(desk.hold('hold')).toEqual({
      id: idOf('hold'),
      account: { id: MEMBER.id, bucket: MEMBER.bucket },
      points: 8n,
      captured: 0n,
      lots: lotsOf({ '2026-03-31': 4n, '2026-06-30': 4n }),
      state: 'OPEN',
      expiresAt: EXPIRES,
      openedAt: desk.now,
    });
  });

  it('is refused beyond what can be spent: held and expired points cannot', () => {
    const desk = holding();
    desk.now = new Date('2026-07-01T00:00:00Z');
    expect(desk.ask('more', { kind: 'HOLD', points: 11n, expiresAt: null })).toMatchObject({
      rejection: { code: 'INSUFFICIENT_POINTS', available: 10n, requested: 11n },
    });
    expect(desk.hold('more')).toBeUndefined();
    expect(desk.ask('spend', { kind: 'DEBIT', points: 11n })).toMatchObject({
      rejection: { code: 'INSUFFICIENT_POINTS', available: 10n, requested: 11n },
    });
  });

  it('is refused on a frozen and on a closed account, and absent without one', () => {
    const desk = deskWith(LOTS);
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('a', { kind: 'HOLD', points: 1n, expiresAt: null })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'FROZEN' },
    });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    expect(desk.ask('b', { kind: 'HOLD', points: 1n, expiresAt: null })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
    });
    expect(openDesk().ask('c', { kind: 'HOLD', points: 1n, expiresAt: null })).toEqual({ status: 'absent' });
  });
});

describe('capture', () => {
  it('takes the whole hold', () => {
    const desk = holding();
    expect(desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 8n })).toMatchObject({
      status: 'accepted',
      receipt: { points: 8n, seq: 4n, targetId: idOf('hold') },
    });
    expect(desk.account()).toMatchObject({ balance: 11n, held: 0n });
    expect(desk.postings).toMatchObject([
      { kind: 'REDEEM', contra: 'REDEMPTION', amount: -8n, lots: lotsOf({ '2026-03-31': 4n, '2026-06-30': 4n }) },
    ]);
    expect(desk.hold('hold')).toMatchObject({ state: 'CAPTURED', captured: 8n, points: 8n });
  });

  it('takes a part, soonest expiring first, and gives back the rest', () => {
    const desk = holding();
    desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 5n });
    expect(desk.postings).toMatchObject([{ amount: -5n, lots: lotsOf({ '2026-03-31': 4n, '2026-06-30': 1n }) }]);
    expect(desk.account()).toMatchObject({
      balance: 14n,
      held: 0n,
      lots: lotsOf({ '2026-06-30': 4n, '2026-12-31': 10n }),
    });
    expect(desk.hold('hold')).toMatchObject({ state: 'CAPTURED', captured: 5n });
    expect(desk.ask('again', { kind: 'CAPTURE', holdId: idOf('hold'), points: 1n })).toMatchObject({
      rejection: { code: 'HOLD_NOT_OPEN' },
    });
  });

  it('honors lots that expired meanwhile, and lets the rest of them expire', () => {
    const desk = holding();
    desk.now = new Date('2026-07-01T00:00:00Z');
    desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 3n });
    expect(desk.postings).toMatchObject([
      { seq: 4n, kind: 'REDEEM', amount: -3n, balanceAfter: 16n, lots: lotsOf({ '2026-03-31': 3n }) },
      {
        seq: 5n,
        kind: 'EXPIRE',
        contra: 'BREAKAGE',
        amount: -5n,
        balanceAfter: 11n,
        lots: lotsOf({ '2026-03-31': 1n, '2026-06-30': 4n }),
        effectiveAt: desk.now,
      },
    ]);
    // June's last point was never held: the job takes it.
    expect(desk.account()).toMatchObject({ held: 0n, lots: lotsOf({ '2026-06-30': 1n, '2026-12-31': 10n }) });
  });

  it('is refused beyond the hold', () => {
    const desk = holding();
    expect(desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 9n })).toMatchObject({
      rejection: { code: 'CAPTURE_EXCEEDS_HOLD', held: 8n },
    });
    expect(desk.hold('hold')).toMatchObject({ state: 'OPEN' });
  });

  it('is refused from the moment the time is over, released or not', () => {
    const desk = holding(EXPIRES);
    desk.now = EXPIRES;
    expect(desk.ask('late', { kind: 'CAPTURE', holdId: idOf('hold'), points: 8n })).toMatchObject({
      rejection: { code: 'HOLD_NOT_OPEN' },
    });
    desk.now = new Date(EXPIRES.getTime() - 1);
    expect(desk.ask('in time', { kind: 'CAPTURE', holdId: idOf('hold'), points: 8n })).toMatchObject({
      status: 'accepted',
    });
  });

  it('finds no hold that does not exist or is not the account’s', () => {
    const desk = holding();
    const other = accountRef('demo', 'm-2');
    desk.ask('open', { kind: 'CREDIT', points: 50n, account: other });
    expect(desk.ask('a', { kind: 'CAPTURE', holdId: idOf('hold'), points: 1n, account: other })).toMatchObject({
      rejection: { code: 'HOLD_NOT_OPEN' },
    });
    expect(desk.ask('b', { kind: 'CAPTURE', holdId: idOf('none'), points: 1n })).toMatchObject({
      rejection: { code: 'HOLD_NOT_OPEN' },
    });
    const absent = accountRef('demo', 'm-3');
    expect(desk.ask('c', { kind: 'CAPTURE', holdId: idOf('hold'), points: 1n, account: absent })).toEqual({
      status: 'absent',
    });
  });

  it('is honored on a frozen account: it was authorized before', () => {
    const desk = holding();
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 8n })).toMatchObject({
      status: 'accepted',
    });
  });
});

describe('release', () => {
  it('puts the points back into their lots and posts nothing', () => {
    const desk = holding();
    expect(desk.ask('let go', { kind: 'RELEASE', holdId: idOf('hold') })).toMatchObject({
      status: 'accepted',
      receipt: { points: 8n, seq: null, targetId: idOf('hold') },
    });
    expect(desk.postings).toEqual([]);
    expect(desk.account()).toMatchObject({ balance: 19n, held: 0n, lots: lotsOf(LOTS) });
    expect(desk.hold('hold')).toMatchObject({ state: 'RELEASED', captured: 0n });
  });

  it('lets expire what has expired meanwhile, in effect now', () => {
    const desk = holding();
    desk.now = new Date('2026-04-01T00:00:00Z');
    expect(desk.ask('let go', { kind: 'RELEASE', holdId: idOf('hold') })).toMatchObject({
      receipt: { points: 8n, seq: 4n },
    });
    expect(desk.postings).toMatchObject([
      { kind: 'EXPIRE', amount: -4n, lots: lotsOf({ '2026-03-31': 4n }), effectiveAt: desk.now },
    ]);
    expect(desk.account()).toMatchObject({
      balance: 15n,
      held: 0n,
      lots: lotsOf({ '2026-06-30': 5n, '2026-12-31': 10n }),
    });
  });

  it('works on a frozen account, once', () => {
    const desk = holding();
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('a', { kind: 'RELEASE', holdId: idOf('hold') })).toMatchObject({ status: 'accepted' });
    expect(desk.ask('b', { kind: 'RELEASE', holdId: idOf('hold') })).toMatchObject({
      rejection: { code: 'HOLD_NOT_OPEN' },
    });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    expect(desk.ask('c', { kind: 'RELEASE', holdId: idOf('hold') })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
    });
  });
});

describe('the time-out of a hold', () => {
  it('is idle until the time is over, then releases once', () => {
    const desk = holding(EXPIRES);
    desk.now = new Date(EXPIRES.getTime() - 1);
    expect(desk.ask('due', { kind: 'RELEASE', holdId: idOf('hold'), ifDue: true })).toEqual({ status: 'idle' });
    desk.now = EXPIRES;
    expect(desk.ask('due', { kind: 'RELEASE', holdId: idOf('hold'), ifDue: true })).toMatchObject({
      status: 'accepted',
      replayed: false,
    });
    expect(desk.hold('hold')).toMatchObject({ state: 'TIMED_OUT' });
    expect(desk.account()).toMatchObject({ held: 0n, lots: lotsOf(LOTS) });
    expect(desk.ask('twice', { kind: 'RELEASE', holdId: idOf('hold'), ifDue: true })).toEqual({ status: 'idle' });
  });

  it('is idle for a hold without a time, of another account, or of nobody', () => {
    const desk = holding(null);
    desk.now = new Date('2030-01-01T00:00:00Z');
    expect(desk.ask('a', { kind: 'RELEASE', holdId: idOf('hold'), ifDue: true })).toEqual({ status: 'idle' });
    expect(desk.ask('b', { kind: 'RELEASE', holdId: idOf('none'), ifDue: true })).toEqual({ status: 'idle' });
    const account = accountRef('demo', 'm-2');
    desk.ask('open', { kind: 'CREDIT', points: 50n, account });
    expect(desk.ask('c', { kind: 'RELEASE', holdId: idOf('hold'), ifDue: true, account })).toEqual({ status: 'idle' });
  });
});
