import { describe, expect, it } from 'vitest';
import { accountRef } from '../../../../src/ledger/account.ts';
import type { Clearing } from '../../../../src/ledger/award.ts';
import { parseDay } from '../../../../src/ledger/day.ts';
import { greatestMinor } from '../../../../src/ledger/points.ts';
import { type Desk, idOf, lotsOf, MEMBER, openDesk, PROGRAM, type Wish } from '../support/desk.ts';
import { givingBack, uncapped } from '../support/rules.ts';

function award(points: bigint, clearing: Clearing = 'AT_ONCE', effectiveAt = '2026-03-10T12:00:00Z'): Wish {
  return {
    kind: 'AWARD',
    reads: [],
    assess: () => ({ points, adds: [], clearing, facts: '{}' }),
    effectiveAt: new Date(effectiveAt),
  };
}

const clear = (key: string, ifDue = false): Wish => ({ kind: 'CLEAR', targetId: idOf(key), ...(ifDue && { ifDue }) });

function takeBack(key: string, points: bigint, shortfall: 'DEBT' | 'WITHIN_BALANCE' | 'REFUSE' = 'DEBT'): Wish {
  return { kind: 'TAKE_BACK', targetId: idOf(key), reassess: givingBack(points), shortfall };
}

const rejection = (desk: Desk, key: string, wish: Wish): unknown => {
  const outcome = desk.ask(key, wish);
  return outcome.status === 'rejected' ? outcome.rejection : outcome.status;
};

describe('award', () => {
  it('gives a lot that lives from when it was earned', () => {
    const desk = openDesk();
    desk.ask('a', award(10n, 'AT_ONCE', '2026-01-31T23:00:00Z'));
    expect(desk.account().lots).toEqual(lotsOf({ '2027-01-31': 10n }));
    expect(desk.postings).toMatchObject([{ kind: 'EARN', effectiveAt: new Date('2026-01-31T23:00:00Z') }]);
  });

  it('is never earned later than now, and what is over already expires at once', () => {
    const desk = openDesk();
    desk.ask('later', award(10n, 'AT_ONCE', '2026-05-01T00:00:00Z'));
    desk.ask('over', award(7n, 'AT_ONCE', '2025-01-01T00:00:00Z'));
    expect(desk.account()).toMatchObject({ balance: 10n, lots: lotsOf({ '2027-03-10': 10n }) });
    expect(desk.postings.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['EARN', 10n],
      ['EARN', 7n],
      ['EXPIRE', -7n],
    ]);
  });

  it.each([
    ['at an instant that has come', new Date('2026-03-10T12:00:00Z'), 0n],
    ['at a later instant', new Date('2026-03-10T12:00:00.001Z'), 10n],
    ['on a signal', 'ON_SIGNAL' as const, 10n],
  ])('that clears %s', (_, clearing, pending) => {
    const desk = openDesk();
    desk.ask('a', award(10n, clearing));
    expect(desk.account()).toMatchObject({ pending, balance: 10n - pending });
  });

  it('counts pending points towards the greatest balance, and so do credits and refunds', () => {
    const desk = openDesk();
    const greatest = greatestMinor(0);
    desk.ask('a', award(greatest - 1n, 'ON_SIGNAL'));
    expect(rejection(desk, 'b', award(2n))).toEqual({ code: 'BALANCE_LIMIT', greatest });
    expect(rejection(desk, 'c', { kind: 'CREDIT', points: 2n })).toEqual({ code: 'BALANCE_LIMIT', greatest });
    expect(desk.ask('d', award(1n))).toMatchObject({ status: 'accepted' });
    expect(desk.ask('e', clear('a'))).toMatchObject({ status: 'accepted' });
  });

  it('goes to frozen accounts, and not to closed ones or where none may be opened', () => {
    const desk = openDesk();
    desk.ask('a', award(10n));
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('b', award(10n, 'ON_SIGNAL'))).toMatchObject({ status: 'accepted' });
    expect(desk.ask('c', clear('b'))).toMatchObject({ status: 'accepted' });
    expect(desk.ask('d', takeBack('b', 1n))).toMatchObject({ status: 'accepted' });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    for (const [key, wish] of [
      ['e', award(1n)] as const,
      ['f', clear('b')] as const,
      ['g', takeBack('b', 1n)] as const,
    ]) {
      expect(rejection(desk, key, wish)).toEqual({ code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' });
    }
    const nobody = { account: accountRef('demo', 'm-2'), program: { ...PROGRAM, opensAccounts: false } };
    expect(desk.ask('h', { ...award(1n), ...nobody })).toEqual({ status: 'absent' });
  });

  it('fails for its caller alone where the rules give less than nothing', () => {
    const desk = openDesk();
    expect(() => desk.ask('a', award(-1n))).toThrow(/less than no points/);
    const wish: Wish = { ...(award(1n) as Extract<Wish, { kind: 'AWARD' }>), assess: uncapped(3n) };
    expect(desk.ask('a', wish)).toMatchObject({ status: 'accepted' });
  });
});

describe('clear', () => {
  it('starts the points’ life, and the job is early, late and doubled', () => {
    const desk = openDesk();
    desk.ask('a', award(10n, new Date('2026-04-10T12:00:00Z'), '2026-03-01T00:00:00Z'));
    expect(desk.ask('early', clear('a', true))).toEqual({ status: 'idle' });
    desk.now = new Date('2026-06-01T00:00:00Z');
    expect(desk.ask('late', clear('a', true))).toMatchObject({ status: 'accepted', receipt: { points: 10n, seq: 1n } });
    expect(desk.ask('doubled', clear('a', true))).toEqual({ status: 'idle' });
    expect(desk.account().lots).toEqual(lotsOf({ '2027-06-01': 10n }));
    expect(desk.postings).toMatchObject([{ effectiveAt: desk.now }]);
  });

  it('by the job leaves what waits for a signal', () => {
    const desk = openDesk();
    desk.ask('a', award(10n, 'ON_SIGNAL'));
    expect(desk.ask('job', clear('a', true))).toEqual({ status: 'idle' });
    expect(rejection(desk, 'b', clear('unknown'))).toEqual({ code: 'AWARD_NOT_PENDING' });
  });
});

describe('take back', () => {
  it('leaves what would be there had the award never been given', () => {
    const desk = openDesk();
    const earn = (key: string, day: string, points: bigint): unknown =>
      desk.ask(key, { kind: 'CREDIT', points, expiresOn: parseDay(day) });
    earn('soon', '2026-04-01', 5n);
    earn('later', '2027-01-01', 20n);
    desk.ask('a', award(10n));
    earn('last', '2028-01-01', 20n);
    desk.ask('spend', { kind: 'DEBIT', points: 28n });
    // 5 + 20 + 3 of the award are spent. Without it, the 3 were of the last.
    desk.ask('back', takeBack('a', 10n));
    expect(desk.account()).toMatchObject({ lots: lotsOf({ '2028-01-01': 17n }), debt: 0n });
    expect(desk.postings.at(-1)).toMatchObject({
      kind: 'REVERSE',
      contra: 'ISSUANCE',
      amount: -10n,
      lots: lotsOf({ '2027-03-10': 7n, '2028-01-01': 3n }),
      originLots: [],
      reversesSeq: 3n,
    });
  });

  it('never takes what is held, or expired', () => {
    const desk = openDesk();
    desk.ask('a', award(10n));
    desk.ask('hold', { kind: 'HOLD', points: 6n, expiresAt: null });
    expect(rejection(desk, 'refuse', takeBack('a', 10n, 'REFUSE'))).toEqual({
      code: 'INSUFFICIENT_POINTS',
      available: 4n,
      requested: 10n,
    });
    desk.now = new Date('2027-03-11T00:00:00Z');
    expect(rejection(desk, 'again', takeBack('a', 1n, 'REFUSE'))).toMatchObject({ available: 0n });
    desk.ask('owe', takeBack('a', 10n));
    expect(desk.account()).toMatchObject({ balance: 10n, held: 6n, debt: 10n });
  });

  it.each(['DEBT', 'WITHIN_BALANCE', 'REFUSE'] as const)(
    'by %s takes nothing for what expired as it was given',
    (policy) => {
      const desk = openDesk();
      desk.ask('over', award(7n, 'AT_ONCE', '2025-01-01T00:00:00Z'));
      desk.ask('a', award(3n));
      expect(desk.ask('back', takeBack('over', 7n, policy))).toMatchObject({
        status: 'accepted',
        receipt: { points: 7n },
      });
      expect(desk.account()).toMatchObject({ balance: 3n, debt: 0n });
      expect(desk.postings.map(({ kind }) => kind)).toEqual(['EARN', 'EXPIRE', 'EARN']);
    },
  );

  it('is refused for another member’s award, and fails when the rules take more than there is', () => {
    const desk = openDesk();
    desk.ask('a', award(10n));
    const other = accountRef('demo', 'm-2');
    desk.ask('b', { ...award(10n), account: other });
    expect(rejection(desk, 'c', { ...takeBack('a', 1n), account: other })).toEqual({
      code: 'NOT_TAKEN_BACK',
      left: null,
    });
    const greedy: Wish = {
      kind: 'TAKE_BACK',
      targetId: idOf('a'),
      reassess: () => ({ points: 11n, adds: [], memo: '{}' }),
      shortfall: 'DEBT',
    };
    expect(() => desk.ask('d', greedy)).toThrow(/10 left/);
    expect(desk.account(MEMBER)).toMatchObject({ balance: 10n });
  });
});

describe('a message', () => {
  const message = { sourceId: 's', messageId: '1', bodyHash: 'aa' };

  it('is a conflict with another body, and otherwise its command’s own id decides', () => {
    const desk = openDesk();
    const wish = { ...award(10n), delivery: message };
    expect(desk.ask('a', wish)).toMatchObject({ status: 'accepted', replayed: false });
    expect(desk.ask('a', wish)).toMatchObject({ status: 'accepted', replayed: true });
    expect(desk.ask('b', { ...award(3n), delivery: { ...message, bodyHash: 'bb' } })).toEqual({ status: 'conflict' });
    expect(desk.ask('b', { ...award(3n), delivery: { ...message, sourceId: 'other' } })).toMatchObject({
      status: 'accepted',
    });
    expect(desk.account().balance).toBe(13n);
  });
});
