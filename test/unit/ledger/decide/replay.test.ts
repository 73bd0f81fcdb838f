import { describe, expect, it } from 'vitest';
import { accountRef } from '../../../../src/ledger/account.ts';
import { emptyBook, enter } from '../../../../src/ledger/book.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { decide } from '../../../../src/ledger/decide.ts';
import { commandOf, deskWith, MEMBER, openDesk } from '../support/desk.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

describe('the same request id', () => {
  it('gets the same receipt, whatever the account is now', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    const first = desk.ask('k', { kind: 'DEBIT', points: 5n });
    desk.now = new Date('2028-01-01T00:00:00Z');
    desk.ask('close', { kind: 'STATUS', status: 'CLOSED' });
    const before = desk.account();
    expect(desk.ask('k', { kind: 'DEBIT', points: 5n })).toEqual({ ...first, replayed: true });
    expect(desk.account()).toBe(before);
  });

  it('is refused again with the figures of then', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    const first = desk.ask('k', { kind: 'DEBIT', points: 6n });
    desk.ask('more', { kind: 'CREDIT', points: 1000n });
    expect(desk.ask('k', { kind: 'DEBIT', points: 6n })).toEqual({ ...first, replayed: true });
  });

  it('is a conflict with another input, after an acceptance and after a rejection', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    desk.ask('a', { kind: 'DEBIT', points: 5n });
    desk.ask('b', { kind: 'DEBIT', points: 6n });
    const before = desk.account();
    expect(desk.ask('a', { kind: 'DEBIT', points: 4n })).toEqual({ status: 'conflict' });
    expect(desk.ask('b', { kind: 'DEBIT', points: 1n })).toEqual({ status: 'conflict' });
    expect(desk.account()).toBe(before);
  });

  it('is a conflict for another account, even one that does not exist', () => {
    const desk = deskWith({ '2026-06-30': 5n });
    desk.ask('a', { kind: 'DEBIT', points: 5n });
    const account = accountRef('demo', 'm-2');
    expect(desk.ask('a', { kind: 'DEBIT', points: 5n, account })).toEqual({ status: 'conflict' });
  });

  it('is a conflict for another operation or account even if the fingerprints are the same', () => {
    const book = emptyBook();
    const credit = commandOf('k', { kind: 'CREDIT', points: 5n });
    enter(book, decide(book, credit, NOW));
    const debit: Command = { ...commandOf('k', { kind: 'DEBIT', points: 5n }), fingerprint: credit.fingerprint };
    expect(decide(book, debit, NOW)).toEqual({ outcome: { status: 'conflict' } });
    const elsewhere: Command = { ...credit, account: accountRef('demo', 'm-2') };
    expect(decide(book, elsewhere, NOW)).toEqual({ outcome: { status: 'conflict' } });
  });

  it('is free again after absent and idle, which leave no trace', () => {
    const desk = openDesk();
    expect(desk.ask('k', { kind: 'DEBIT', points: 1n })).toEqual({ status: 'absent' });
    desk.ask('earn', { kind: 'CREDIT', points: 1n });
    expect(desk.ask('k', { kind: 'DEBIT', points: 1n })).toMatchObject({ status: 'accepted', replayed: false });
  });
});

describe('what is remembered', () => {
  it('is the command, its words, and what came of it', () => {
    const book = emptyBook();
    const credit = commandOf('earn', { kind: 'CREDIT', points: 5n, details: { reason: 'welcome' } });
    expect(decide(book, credit, NOW).request).toMatchObject({
      fingerprint: credit.fingerprint,
      rejection: null,
      points: 5n,
      details: { reason: 'welcome' },
      recordedAt: NOW,
    });
    enter(book, decide(book, credit, NOW));
    // Nothing to write but the request itself.
    expect(decide(book, commandOf('same', { kind: 'STATUS', status: 'ACTIVE' }), NOW).account).toBeUndefined();
    const debit = commandOf('spend', { kind: 'DEBIT', points: 6n });
    const decision = decide(book, debit, NOW);
    expect(Object.keys(decision).toSorted()).toEqual(['outcome', 'request']);
    expect(decision.request).toMatchObject({
      id: debit.id,
      account: { id: MEMBER.id, bucket: MEMBER.bucket },
      kind: 'DEBIT',
      points: 6n,
      seq: null,
      targetId: null,
      details: {},
      rejection: { code: 'INSUFFICIENT_POINTS', available: 5n, requested: 6n },
    });
  });
});
