import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../../src/ledger/day.ts';
import { deskWith, openDesk } from '../support/desk.ts';

const AT = new Date('2026-03-01T08:00:00Z');

describe('what an engine did, repeated', () => {
  it('opens an account for what was earned, in a lot that stays, at the engine’s time', () => {
    const desk = openDesk();
    desk.ask('k', { kind: 'MIRROR_EARNING', points: 7n, effectiveAt: AT });
    expect(desk.account()).toMatchObject({ balance: 7n, lots: [{ day: NEVER, points: 7n }] });
    expect(desk.postings).toMatchObject([{ kind: 'EARN', contra: 'ENGINE', amount: 7n, effectiveAt: AT }]);
  });

  it('adjusts for what our books did not know of, before it is taken', () => {
    const desk = deskWith({ '2026-06-30': 4n });
    desk.ask('k', { kind: 'MIRROR_MOVEMENT', direction: 'TAKEN', points: 10n, effectiveAt: AT });
    expect(desk.account()).toMatchObject({ balance: 0n, lots: [] });
    expect(desk.postings.slice(-2)).toMatchObject([
      { kind: 'ADJUST', contra: 'ENGINE', amount: 6n },
      { kind: 'ADJUST', contra: 'ENGINE', amount: -10n, effectiveAt: AT },
    ]);
  });

  it('is done whatever the account’s status, and once', () => {
    const desk = deskWith({ '2026-06-30': 4n });
    desk.ask('freeze', { kind: 'STATUS', status: 'FROZEN' });
    const wish = { kind: 'MIRROR_MOVEMENT', direction: 'GIVEN', points: 3n } as const;
    expect(desk.ask('k', wish)).toMatchObject({ status: 'accepted', replayed: false });
    expect(desk.ask('k', wish)).toMatchObject({ status: 'accepted', replayed: true });
    expect(desk.account()).toMatchObject({ balance: 7n });
  });
});
