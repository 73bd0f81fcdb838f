import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../../src/ledger/day.ts';
import { deskWith, idOf, openDesk, PROGRAM, type Wish } from '../support/desk.ts';

const UNREADABLE = new Date(Number.NaN);

describe('what no caller should say', () => {
  it.each<Wish>([
    { kind: 'CREDIT', points: 0n },
    { kind: 'CREDIT', points: -1n },
    { kind: 'DEBIT', points: 0n },
    { kind: 'DEBIT', points: -5n },
    { kind: 'HOLD', points: 0n, expiresAt: null },
    { kind: 'HOLD', points: -1n, expiresAt: null },
    { kind: 'CAPTURE', points: 0n, holdId: idOf('hold') },
    { kind: 'CAPTURE', points: -1n, holdId: idOf('hold') },
    { kind: 'REVERSE', points: 0n, targetId: idOf('spend') },
    { kind: 'REVERSE', points: -1n, targetId: idOf('spend') },
  ])('moves nothing and leaves no trace: $kind of $points', (wish) => {
    const desk = deskWith({ '2026-06-30': 9n });
    desk.ask('spend', { kind: 'DEBIT', points: 2n });
    desk.ask('hold', { kind: 'HOLD', points: 2n, expiresAt: null });
    const before = desk.account();
    expect(desk.ask('k', wish)).toEqual({ status: 'idle' });
    expect(desk.account()).toBe(before);
  });

  it.each<[Partial<Wish & { kind: 'CREDIT' }>, number]>([
    [{ expiresOn: Number.NaN }, NEVER],
    [{ expiresOn: Number.POSITIVE_INFINITY }, NEVER],
    [{ expiresOn: 20_000.5 }, NEVER],
    [{ expiresOn: NEVER + 1 }, NEVER],
    [{ program: { ...PROGRAM, expiryMonths: 2_147_483_647 } }, NEVER],
    [{ effectiveAt: UNREADABLE, program: { ...PROGRAM, expiryMonths: null } }, NEVER],
  ])('gets a lot that can be stored: %o', (odd, day) => {
    const desk = openDesk();
    expect(desk.ask('k', { kind: 'CREDIT', points: 1n, ...odd })).toMatchObject({ status: 'accepted' });
    expect(desk.account().lots).toEqual([{ day, points: 1n }]);
    expect(desk.postings.map((posting) => posting.effectiveAt)).toEqual([desk.now]);
  });

  it('earns nothing before 1970', () => {
    const desk = openDesk();
    desk.ask('a', { kind: 'CREDIT', points: 1n, effectiveAt: new Date(-8_640_000_000_000_000) });
    desk.ask('b', { kind: 'CREDIT', points: 1n, expiresOn: -1e300 });
    expect(desk.account()).toMatchObject({ balance: 0n, lots: [], seq: 4n });
    expect(desk.postings[0]).toMatchObject({ effectiveAt: new Date(0) });
    expect(desk.postings[2]).toMatchObject({ lots: [{ day: 0, points: 1n }] });
  });

  it('may grace for longer than the calendar', () => {
    const desk = deskWith({ '2026-03-31': 9n });
    desk.ask('spend', { kind: 'DEBIT', points: 2n });
    desk.now = new Date('2026-04-01T00:00:00Z');
    const program = { ...PROGRAM, refundGraceDays: 2_147_483_647 };
    desk.ask('undo', { kind: 'REVERSE', targetId: idOf('spend'), points: null, program });
    expect(desk.account().lots.at(-1)).toEqual({ day: NEVER, points: 2n });
  });
});
