import { describe, expect, it } from 'vitest';
import { NEVER, parseDay } from '../../../../src/ledger/day.ts';
import { deskWith, idOf, lotsOf, openDesk, PROGRAM } from '../support/desk.ts';

const DAY = parseDay('2026-03-31');

describe('expire', () => {
  it('takes the lot of a day that is over, in effect at the end of that day', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-06-30': 5n });
    desk.now = new Date('2026-04-20T03:00:00Z');
    expect(desk.ask('k', { kind: 'EXPIRE', day: DAY })).toMatchObject({
      status: 'accepted',
      receipt: { points: 4n, seq: 3n },
    });
    expect(desk.account()).toMatchObject({ balance: 5n, lots: lotsOf({ '2026-06-30': 5n }) });
    expect(desk.postings).toMatchObject([
      {
        kind: 'EXPIRE',
        contra: 'BREAKAGE',
        amount: -4n,
        balanceAfter: 5n,
        lots: lotsOf({ '2026-03-31': 4n }),
        effectiveAt: new Date('2026-04-01T00:00:00Z'),
        recordedAt: desk.now,
      },
    ]);
  });

  it('waits for the end of the day in the program’s time zone', () => {
    const program = { ...PROGRAM, timeZone: 'Asia/Kolkata' };
    const desk = deskWith({ '2026-03-31': 4n });
    desk.now = new Date('2026-03-31T18:29:59.999Z');
    expect(desk.ask('k', { kind: 'EXPIRE', day: DAY, program })).toEqual({ status: 'idle' });
    desk.now = new Date('2026-03-31T18:30:00Z');
    expect(desk.ask('k', { kind: 'EXPIRE', day: DAY, program })).toMatchObject({ status: 'accepted', replayed: false });
    expect(desk.postings).toMatchObject([{ effectiveAt: desk.now, recordedAt: desk.now }]);
  });

  it('is idle where there is nothing: once done, emptied before, never there, or endless', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-06-30': 5n });
    desk.ask('endless', { kind: 'CREDIT', points: 1n, expiresOn: NEVER });
    desk.ask('spend', { kind: 'DEBIT', points: 5n });
    desk.now = new Date('2026-07-20T03:00:00Z');
    expect(desk.ask('a', { kind: 'EXPIRE', day: DAY })).toEqual({ status: 'idle' });
    expect(desk.ask('b', { kind: 'EXPIRE', day: DAY + 1 })).toEqual({ status: 'idle' });
    expect(desk.ask('c', { kind: 'EXPIRE', day: NEVER })).toEqual({ status: 'idle' });
    expect(desk.ask('d', { kind: 'EXPIRE', day: parseDay('2026-06-30') })).toMatchObject({ receipt: { points: 4n } });
    expect(desk.ask('e', { kind: 'EXPIRE', day: parseDay('2026-06-30') })).toEqual({ status: 'idle' });
    expect(openDesk().ask('k', { kind: 'EXPIRE', day: DAY })).toEqual({ status: 'absent' });
  });

  it('works on a frozen account and leaves held points alone', () => {
    const desk = deskWith({ '2026-03-31': 4n });
    desk.ask('hold', { kind: 'HOLD', points: 3n, expiresAt: null });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    desk.now = new Date('2026-04-01T00:00:00Z');
    expect(desk.ask('k', { kind: 'EXPIRE', day: DAY })).toMatchObject({ receipt: { points: 1n } });
    expect(desk.account()).toMatchObject({ balance: 3n, held: 3n, lots: [] });
    expect(desk.hold('hold')).toMatchObject({ id: idOf('hold'), state: 'OPEN' });
  });

  it('never steps back in time', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-06-30': 5n });
    desk.now = new Date('2026-04-20T03:00:00Z');
    const late = desk.now;
    desk.ask('a', { kind: 'DEBIT', points: 1n });
    desk.now = new Date('2026-03-12T03:00:00Z');
    // The account has seen the twentieth of April: March is over for it, whatever the clock says now.
    desk.ask('b', { kind: 'EXPIRE', day: DAY });
    expect(desk.postings).toMatchObject([
      { kind: 'REDEEM', lots: lotsOf({ '2026-06-30': 1n }), recordedAt: late },
      { kind: 'EXPIRE', effectiveAt: new Date('2026-04-01T00:00:00Z'), recordedAt: late },
    ]);
    expect(desk.account().changedAt).toEqual(late);
  });
});
