import { describe, expect, it } from 'vitest';
import { accountRef } from '../../../../src/ledger/account.ts';
import { NEVER } from '../../../../src/ledger/day.ts';
import { greatestMinor } from '../../../../src/ledger/points.ts';
import { type Desk, deskWith, idOf, lotsOf, openDesk, PROGRAM } from '../support/desk.ts';

/** Twelve points spent on the tenth of March: all of March's and June's, three of December's. */
function spent(): Desk {
  const desk = deskWith({ '2026-03-31': 4n, '2026-06-30': 5n, '2026-12-31': 10n });
  desk.ask('spend', { kind: 'DEBIT', points: 12n });
  desk.postings.length = 0;
  return desk;
}

describe('reverse', () => {
  it('gives everything back to where it came from', () => {
    const desk = spent();
    expect(desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null })).toMatchObject({
      status: 'accepted',
      receipt: { points: 12n, seq: 5n, targetId: idOf('spend') },
    });
    const lots = lotsOf({ '2026-03-31': 4n, '2026-06-30': 5n, '2026-12-31': 3n });
    expect(desk.postings).toMatchObject([
      {
        kind: 'REVERSE',
        contra: 'REDEMPTION',
        amount: 12n,
        balanceAfter: 19n,
        lots,
        originLots: lots,
        reversesSeq: 4n,
      },
    ]);
    expect(desk.account().lots).toEqual(lotsOf({ '2026-03-31': 4n, '2026-06-30': 5n, '2026-12-31': 10n }));
  });

  it('gives back parts, the latest lots first, and never more than was taken', () => {
    const desk = spent();
    desk.ask('a', { kind: 'REVERSE', targetId: idOf('spend'), points: 4n });
    expect(desk.postings.at(-1)).toMatchObject({ lots: lotsOf({ '2026-06-30': 1n, '2026-12-31': 3n }) });
    desk.ask('b', { kind: 'REVERSE', targetId: idOf('spend'), points: 5n });
    expect(desk.postings.at(-1)).toMatchObject({ lots: lotsOf({ '2026-03-31': 1n, '2026-06-30': 4n }) });
    expect(desk.ask('c', { kind: 'REVERSE', targetId: idOf('spend'), points: 4n })).toEqual({
      status: 'rejected',
      rejection: { code: 'NOT_REVERSIBLE', reversible: 3n },
      replayed: false,
    });
    expect(desk.ask('d', { kind: 'REVERSE', targetId: idOf('spend'), points: null })).toMatchObject({
      receipt: { points: 3n },
    });
    expect(desk.ask('e', { kind: 'REVERSE', targetId: idOf('spend'), points: null })).toMatchObject({
      rejection: { code: 'NOT_REVERSIBLE', reversible: 0n },
    });
    expect(desk.account().balance).toBe(19n);
  });

  it('lets refunded points of an expired lot live for the days of grace', () => {
    const desk = spent();
    desk.now = new Date('2026-07-01T12:00:00Z');
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null });
    expect(desk.postings).toMatchObject([
      {
        lots: lotsOf({ '2026-07-31': 9n, '2026-12-31': 3n }),
        originLots: lotsOf({ '2026-03-31': 4n, '2026-06-30': 5n, '2026-12-31': 3n }),
      },
    ]);
  });

  it('counts the grace from each refund, and leaves a lot alone on its last day', () => {
    const desk = spent();
    desk.now = new Date('2026-06-30T23:59:59Z');
    desk.ask('a', { kind: 'REVERSE', targetId: idOf('spend'), points: 8n });
    expect(desk.postings.at(-1)).toMatchObject({ lots: lotsOf({ '2026-06-30': 5n, '2026-12-31': 3n }) });
    desk.now = new Date('2027-01-05T00:00:00Z');
    desk.ask('b', { kind: 'REVERSE', targetId: idOf('spend'), points: 1n });
    desk.now = new Date('2027-01-06T00:00:00Z');
    desk.ask('c', { kind: 'REVERSE', targetId: idOf('spend'), points: 1n });
    expect(desk.postings.slice(1)).toMatchObject([
      { lots: lotsOf({ '2027-02-04': 1n }), originLots: lotsOf({ '2026-03-31': 1n }) },
      { lots: lotsOf({ '2027-02-05': 1n }), originLots: lotsOf({ '2026-03-31': 1n }) },
    ]);
  });

  it('merges graced points with a lot of that day', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-05-01': 6n });
    desk.ask('spend', { kind: 'DEBIT', points: 5n });
    desk.now = new Date('2026-04-01T00:00:00Z');
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null });
    expect(desk.account().lots).toEqual(lotsOf({ '2026-05-01': 10n }));
  });

  it('leaves them today alone where there is no grace', () => {
    const desk = spent();
    const program = { ...PROGRAM, refundGraceDays: 0 };
    desk.now = new Date('2027-01-01T10:00:00Z');
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null, program });
    expect(desk.postings).toMatchObject([{ lots: lotsOf({ '2027-01-01': 12n }) }]);
    expect(desk.ask('use', { kind: 'DEBIT', points: 12n })).toMatchObject({ status: 'accepted' });
  });

  it('gives endless points back as endless', () => {
    const desk = openDesk();
    desk.ask('earn', { kind: 'CREDIT', points: 9n, expiresOn: NEVER });
    desk.ask('spend', { kind: 'DEBIT', points: 9n });
    desk.now = new Date('2099-01-01T00:00:00Z');
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null });
    expect(desk.account().lots).toEqual([{ day: NEVER, points: 9n }]);
  });

  it('reverses a capture, also of lots that the hold carried past their day', () => {
    const desk = deskWith({ '2026-03-31': 4n, '2026-12-31': 10n });
    desk.ask('hold', { kind: 'HOLD', points: 8n, expiresAt: null });
    desk.now = new Date('2026-04-01T00:00:00Z');
    desk.ask('take', { kind: 'CAPTURE', holdId: idOf('hold'), points: 6n });
    desk.postings.length = 0;
    expect(desk.ask('more', { kind: 'REVERSE', targetId: idOf('take'), points: 7n })).toMatchObject({
      rejection: { code: 'NOT_REVERSIBLE', reversible: 6n },
    });
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('take'), points: 5n });
    expect(desk.postings).toMatchObject([
      {
        lots: lotsOf({ '2026-05-01': 3n, '2026-12-31': 2n }),
        originLots: lotsOf({ '2026-03-31': 3n, '2026-12-31': 2n }),
      },
    ]);
    expect(desk.account()).toMatchObject({ balance: 13n, held: 0n });
  });

  it.each(['undo', 'credit 2026-03-31', 'freeze', 'refused', 'hold', 'nothing'])('cannot reverse %s', (key) => {
    const desk = spent();
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: 2n });
    desk.ask('refused', { kind: 'DEBIT', points: 1000n });
    desk.ask('hold', { kind: 'HOLD', points: 1n, expiresAt: null });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    const before = desk.account();
    for (const points of [null, 1n]) {
      expect(desk.ask(`reverse ${points}`, { kind: 'REVERSE', targetId: idOf(key), points })).toMatchObject({
        rejection: { code: 'NOT_REVERSIBLE', reversible: 0n },
      });
    }
    expect(desk.account()).toBe(before);
  });

  it('cannot reverse for another account', () => {
    const desk = spent();
    const account = accountRef('demo', 'm-2');
    expect(desk.ask('a', { kind: 'REVERSE', targetId: idOf('spend'), points: null, account })).toEqual({
      status: 'absent',
    });
    desk.ask('open', { kind: 'CREDIT', points: 1n, account });
    expect(desk.ask('b', { kind: 'REVERSE', targetId: idOf('spend'), points: null, account })).toMatchObject({
      rejection: { code: 'NOT_REVERSIBLE', reversible: 0n },
    });
  });

  it('respects the greatest balance', () => {
    const desk = spent();
    const greatest = greatestMinor(0);
    desk.ask('rich', { kind: 'CREDIT', points: greatest - desk.account().balance - 3n });
    expect(desk.ask('a', { kind: 'REVERSE', targetId: idOf('spend'), points: 4n })).toMatchObject({
      rejection: { code: 'BALANCE_LIMIT', greatest },
    });
    expect(desk.ask('b', { kind: 'REVERSE', targetId: idOf('spend'), points: 3n })).toMatchObject({
      status: 'accepted',
    });
  });

  it('refunds a frozen account and not a closed one', () => {
    const desk = spent();
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('a', { kind: 'REVERSE', targetId: idOf('spend'), points: 2n })).toMatchObject({
      status: 'accepted',
    });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    expect(desk.ask('b', { kind: 'REVERSE', targetId: idOf('spend'), points: 2n })).toMatchObject({
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
    });
  });
});
