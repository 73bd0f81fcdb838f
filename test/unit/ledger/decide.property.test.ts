import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetReadsAfter, read, readsAgain } from './support/asOf.ts';
import { checkCaps } from './support/awardInvariants.ts';
import { checkAccount, checkLegs } from './support/invariants.ts';
import { commandOf, OPENING, sequences } from './support/steps.ts';
import { checkDecision } from './support/verdicts.ts';
import { decideLocked, enterDecision, openWorld, SEATS, seatOf } from './support/world.ts';

const SEQUENCES = 10_000;

/** What random sequences must have met, or they prove little. */
const TO_MEET = `
  CREDIT accepted, DEBIT accepted, HOLD accepted, CAPTURE accepted, RELEASE accepted, REVERSE accepted,
  EXPIRE accepted, STATUS accepted, replayed accepted, replayed rejected, conflict,
  CREDIT ACCOUNT_NOT_ACTIVE, DEBIT ACCOUNT_NOT_ACTIVE, HOLD ACCOUNT_NOT_ACTIVE, CAPTURE ACCOUNT_NOT_ACTIVE,
  RELEASE ACCOUNT_NOT_ACTIVE, REVERSE ACCOUNT_NOT_ACTIVE, STATUS ACCOUNT_NOT_ACTIVE, STATUS HOLDS_OPEN,
  DEBIT INSUFFICIENT_POINTS, HOLD INSUFFICIENT_POINTS, CREDIT BALANCE_LIMIT, REVERSE BALANCE_LIMIT,
  CAPTURE HOLD_NOT_OPEN, RELEASE HOLD_NOT_OPEN, CAPTURE CAPTURE_EXCEEDS_HOLD, REVERSE NOT_REVERSIBLE,
  REVERSE accepted again, CREDIT absent, DEBIT absent, EXPIRE idle, RELEASE idle, CREDIT idle,
  CREDIT posted EARN and EXPIRE, CAPTURE posted REDEEM and EXPIRE, RELEASE posted EXPIRE, STATUS posted ADJUST,
  AWARD accepted, CLEAR accepted, TAKE_BACK accepted, CLEAR idle, AWARD absent, AWARD CAP_EXCEEDED, AWARD BALANCE_LIMIT,
  AWARD ACCOUNT_NOT_ACTIVE, CLEAR ACCOUNT_NOT_ACTIVE, TAKE_BACK ACCOUNT_NOT_ACTIVE, STATUS AWARDS_PENDING,
  CLEAR AWARD_NOT_PENDING, TAKE_BACK NOT_TAKEN_BACK, TAKE_BACK INSUFFICIENT_POINTS, AWARD posted, AWARD posted EARN,
  AWARD posted EARN and EXPIRE, AWARD posted EARN and REVERSE, CLEAR posted, CLEAR posted EARN,
  CLEAR posted EARN and REVERSE, CREDIT posted EARN and REVERSE, TAKE_BACK posted, TAKE_BACK posted REVERSE`
  .split(',')
  .map((what) => what.trim());

describe('the ledger under random commands', () => {
  it(`keeps its books after every step of ${SEQUENCES} sequences`, () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(sequences, ({ start, steps }) => {
        const world = openWorld(start);
        for (const step of steps.length % 16 === 0 ? steps : [...OPENING, ...steps]) {
          const command = commandOf(world, step);
          if (command === null) continue;
          const decision = decideLocked(world, command);
          const seen = checkDecision(world, command, decision);
          const posted = (decision.postings ?? []).map(({ kind }) => kind).join(' and ');
          for (const what of [seen, `${command.kind} posted ${posted}`.trim()]) met.set(what, (met.get(what) ?? 0) + 1);
          enterDecision(world, command, decision);
          checkAccount(world, seatOf(command));
          checkLegs(world);
          checkCaps(world);
          if (decision.account !== undefined) forgetReadsAfter(world, decision.account);
          read(world, world.book.accounts.get(command.account.id), command.program.timeZone);
        }
        for (const seat of SEATS) checkAccount(world, seat);
        for (const { before, after } of readsAgain(world)) assert.equal(after, before, 'an as-of read differs');
      }),
      { numRuns: SEQUENCES },
    );
    expect(TO_MEET.filter((what) => !met.has(what))).toEqual([]);
  }, 300_000);
});
