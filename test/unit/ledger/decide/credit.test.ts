import { describe, expect, it } from 'vitest';
import { NEVER, parseDay } from '../../../../src/ledger/day.ts';
import { greatestMinor } from '../../../../src/ledger/points.ts';
import { deskWith, idOf, lotsOf, MEMBER, openDesk, PROGRAM } from '../support/desk.ts';

describe('credit', () => {
  it('opens the account of a new member', () => {
    const desk = openDesk('2026-03-10T12:00:00Z');
    const outcome = desk.ask('k', { kind: 'CREDIT', points: 100n, details: { reason: 'welcome' } });
    const receipt = {
      id: idOf('k'),
      account: { id: MEMBER.id, bucket: MEMBER.bucket },
      kind: 'CREDIT',
      points: 100n,
      seq: 1n,
      targetId: null,
      details: { reason: 'welcome' },
      recordedAt: desk.now,
    };
    expect(outcome).toEqual({ status: 'accepted', receipt, replayed: false });
    expect(desk.account()).toEqual({
      ...MEMBER,
      status: 'ACTIVE',
      balance: 100n,
      held: 0n,
      pending: 0n,
      debt: 0n,
      awards: 0n,
      lots: lotsOf({ '2027-03-10': 100n }),
      seq: 1n,
      openedAt: desk.now,
      changedAt: desk.now,
    });
    expect(desk.postings).toEqual([
      {
        account: { id: MEMBER.id, bucket: MEMBER.bucket },
        seq: 1n,
        kind: 'EARN',
        contra: 'ISSUANCE',
        amount: 100n,
        balanceAfter: 100n,
        lots: lotsOf({ '2027-03-10': 100n }),
        originLots: [],
        reversesSeq: null,
        requestId: idOf('k'),
        effectiveAt: desk.now,
        recordedAt: desk.now,
      },
    ]);
  });

  it('is absent where the program opens no accounts, and stores nothing', () => {
    const desk = openDesk();
    const closed = { ...PROGRAM, opensAccounts: false };
    expect(desk.ask('k', { kind: 'CREDIT', points: 1n, program: closed })).toEqual({ status: 'absent' });
    expect(desk.ask('k', { kind: 'CREDIT', points: 2n })).toMatchObject({ status: 'accepted' });
    expect(desk.ask('l', { kind: 'CREDIT', points: 1n, program: closed })).toMatchObject({ status: 'accepted' });
  });

  it.each([
    ['UTC', '2026-03-10T23:30:00Z', '2027-03-10'],
    ['Asia/Kolkata', '2026-03-10T18:29:59.999Z', '2027-03-10'],
    ['Asia/Kolkata', '2026-03-10T18:30:00Z', '2027-03-11'],
    ['America/New_York', '2026-03-08T04:59:59Z', '2027-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2027-03-08'],
    ['America/New_York', '2026-03-09T03:59:59Z', '2027-03-08'],
    ['America/New_York', '2026-03-09T04:00:00Z', '2027-03-09'],
  ])('counts the months from the day in %s at %s', (timeZone, now, day) => {
    const desk = openDesk(now);
    desk.ask('k', { kind: 'CREDIT', points: 5n, program: { ...PROGRAM, timeZone } });
    expect(desk.account().lots).toEqual(lotsOf({ [day]: 5n }));
  });

  it('lives to the end of a shorter month', () => {
    const desk = openDesk('2027-08-31T12:00:00Z');
    desk.ask('k', { kind: 'CREDIT', points: 5n, program: { ...PROGRAM, expiryMonths: 6 } });
    expect(desk.account().lots).toEqual(lotsOf({ '2028-02-29': 5n }));
  });

  it('never expires without a policy, and on its own day with one of the caller', () => {
    const desk = openDesk();
    desk.ask('a', { kind: 'CREDIT', points: 5n, program: { ...PROGRAM, expiryMonths: null } });
    desk.ask('b', { kind: 'CREDIT', points: 3n, expiresOn: parseDay('2026-03-10') });
    expect(desk.account().lots).toEqual([...lotsOf({ '2026-03-10': 3n }), { day: NEVER, points: 5n }]);
  });

  it('merges with what expires on the same day', () => {
    const desk = openDesk();
    desk.ask('a', { kind: 'CREDIT', points: 5n });
    desk.ask('b', { kind: 'CREDIT', points: 3n });
    expect(desk.account().lots).toEqual(lotsOf({ '2027-03-10': 8n }));
  });

  it('expires by the day on which it was earned', () => {
    const desk = openDesk('2026-03-10T12:00:00Z');
    const effectiveAt = new Date('2025-04-10T09:00:00Z');
    desk.ask('k', { kind: 'CREDIT', points: 5n, effectiveAt });
    expect(desk.account().lots).toEqual(lotsOf({ '2026-04-10': 5n }));
    expect(desk.postings).toMatchObject([{ effectiveAt, recordedAt: desk.now }]);
  });

  it('expires at once when its day is already over', () => {
    const desk = openDesk('2026-03-10T12:00:00Z');
    const effectiveAt = new Date('2025-03-09T09:00:00Z');
    expect(desk.ask('k', { kind: 'CREDIT', points: 5n, effectiveAt })).toMatchObject({
      status: 'accepted',
      receipt: { points: 5n, seq: 1n },
    });
    expect(desk.account()).toMatchObject({ balance: 0n, lots: [], seq: 2n });
    const lots = lotsOf({ '2026-03-09': 5n });
    expect(desk.postings).toMatchObject([
      { seq: 1n, kind: 'EARN', contra: 'ISSUANCE', amount: 5n, balanceAfter: 5n, lots, effectiveAt },
      // In effect now: a balance as of yesterday has neither posting in it.
      { seq: 2n, kind: 'EXPIRE', contra: 'BREAKAGE', amount: -5n, balanceAfter: 0n, lots, effectiveAt: desk.now },
    ]);
  });

  it('leaves an older lot of the same past day to the job', () => {
    const desk = deskWith({ '2026-03-20': 10n }, '2026-03-10T12:00:00Z');
    desk.now = new Date('2026-03-25T12:00:00Z');
    desk.ask('k', { kind: 'CREDIT', points: 5n, expiresOn: parseDay('2026-03-20') });
    expect(desk.account()).toMatchObject({ balance: 10n, lots: lotsOf({ '2026-03-20': 10n }) });
  });

  it('takes a time in the future for now, so that nothing outlives the policy', () => {
    const desk = openDesk('2026-03-10T12:00:00Z');
    desk.ask('k', { kind: 'CREDIT', points: 5n, effectiveAt: new Date('2026-09-01T00:00:00Z') });
    expect(desk.account().lots).toEqual(lotsOf({ '2027-03-10': 5n }));
    expect(desk.postings).toMatchObject([{ effectiveAt: desk.now }]);
  });

  it('follows the policy of its own moment', () => {
    const desk = openDesk('2026-03-10T12:00:00Z');
    desk.ask('a', { kind: 'CREDIT', points: 5n });
    desk.ask('b', { kind: 'CREDIT', points: 3n, program: { ...PROGRAM, expiryMonths: 1 } });
    expect(desk.account().lots).toEqual(lotsOf({ '2026-04-10': 3n, '2027-03-10': 5n }));
  });

  it.each([0, 2])('stops at the greatest balance with %i decimals', (decimals) => {
    const desk = openDesk();
    const program = { ...PROGRAM, decimals };
    const greatest = greatestMinor(decimals);
    expect(desk.ask('a', { kind: 'CREDIT', points: greatest - 1n, program })).toMatchObject({ status: 'accepted' });
    expect(desk.ask('b', { kind: 'CREDIT', points: 2n, program })).toEqual({
      status: 'rejected',
      rejection: { code: 'BALANCE_LIMIT', greatest },
      replayed: false,
    });
    expect(desk.ask('c', { kind: 'CREDIT', points: 1n, program })).toMatchObject({ status: 'accepted' });
    expect(desk.account().balance).toBe(greatest);
  });

  it('reaches a frozen account and not a closed one', () => {
    const desk = deskWith({ '2026-12-31': 10n });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    expect(desk.ask('a', { kind: 'CREDIT', points: 5n })).toMatchObject({ status: 'accepted' });
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    expect(desk.ask('b', { kind: 'CREDIT', points: 5n })).toEqual({
      status: 'rejected',
      rejection: { code: 'ACCOUNT_NOT_ACTIVE', status: 'CLOSED' },
      replayed: false,
    });
  });
});
