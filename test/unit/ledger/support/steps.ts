import * as fc from 'fast-check';
import type { AccountStatus } from '../../../../src/ledger/account.ts';
import type { Command } from '../../../../src/ledger/command.ts';
import { dayOf } from '../../../../src/ledger/day.ts';
import { spendable, totalOf } from '../../../../src/ledger/lots.ts';
import { greatestMinor, type Minor } from '../../../../src/ledger/points.ts';
import { awardStep, changeStep } from './awardSteps.ts';
import { SEATS, type Seat, type World } from './world.ts';

type Action = Command['kind'] | 'TIME_OUT' | 'CLEAR_DUE' | 'REPLAY' | 'CONFLICT' | 'POLICY';

/** One step of a sequence: what is done, and small numbers that choose among what there is at that moment. */
export interface Step {
  readonly action: Action;
  readonly wait: number;
  readonly seat: number;
  readonly amount: number;
  readonly pick: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHORT_WAITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, HOUR, 5 * HOUR, 5 * HOUR, DAY, DAY, -1, -HOUR];
const WAITS = [...SHORT_WAITS, ...SHORT_WAITS, 8 * DAY, 31 * DAY, 200 * DAY, -2 * DAY];
/** Mostly the same two: what meets must be of one account. */
const SEAT_CHOICE = [0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 1, 3];
/** Moments around which days begin somewhere and summer time begins or ends in New York. */
const STARTS = ['2026-03-07T23:59:59.999Z', '2026-03-08T04:59:59.999Z', '2027-11-07T04:00:00Z', '2027-12-31T18:30:00Z'];
const BACKDATES = [HOUR, 29 * DAY, 31 * DAY, 334 * DAY, 400 * DAY, -HOUR];
const LAST_DAYS = [-3, -1, 0, 0, 1, 10, 40];

const ACTIONS: Action[] = ['CREDIT', 'CREDIT', 'CREDIT', 'CREDIT', 'DEBIT', 'DEBIT', 'DEBIT', 'DEBIT', 'DEBIT'];
ACTIONS.push('HOLD', 'HOLD', 'HOLD', 'HOLD', 'HOLD', 'CAPTURE', 'CAPTURE', 'CAPTURE', 'RELEASE', 'TIME_OUT');
ACTIONS.push('REVERSE', 'REVERSE', 'REVERSE', 'REVERSE', 'EXPIRE', 'EXPIRE', 'EXPIRE', 'STATUS', 'STATUS');
ACTIONS.push('AWARD', 'AWARD', 'AWARD', 'AWARD', 'AWARD', 'CLEAR', 'CLEAR', 'CLEAR_DUE', 'CLEAR_DUE');
ACTIONS.push('TAKE_BACK', 'TAKE_BACK', 'TAKE_BACK', 'TAKE_BACK');
ACTIONS.push('REPLAY', 'REPLAY', 'CONFLICT', 'POLICY');

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  wait: fc.constantFrom(...WAITS),
  seat: fc.constantFrom(...SEAT_CHOICE),
  amount: fc.nat({ max: 24 }),
  pick: fc.nat({ max: 41 }),
});

export const sequences = fc.record({
  start: fc.constantFrom(...STARTS).map((text) => new Date(text)),
  steps: fc.array(fc.noBias(step), { minLength: 1, maxLength: 32, size: 'max' }),
});

/** How most sequences begin: an account that is not there answers everything alike. */
export const OPENING: readonly Step[] = [0, 1, 2].map((seat) => ({
  action: 'CREDIT',
  wait: 0,
  seat,
  amount: 15 + seat,
  pick: 19,
}));

/** Moves the clock, and makes the command that the step stands for; null: this step posts nothing. */
export function commandOf(world: World, step: Step): Command | null {
  world.now = new Date(world.now.getTime() + step.wait);
  const seat = SEATS[step.seat] as Seat;
  const program = world.programs[seat.program] as Command['program'];
  const { action, pick } = step;
  const earlier = world.answers[pick % Math.max(world.answers.length, 1)]?.command;
  if (action === 'REPLAY') return earlier ?? null;
  if (action === 'POLICY') {
    const expiryMonths = [null, 1, 12][pick % 3] as number | null;
    world.programs[seat.program] = { ...program, expiryMonths, refundGraceDays: pick % 20, opensAccounts: pick > 5 };
    return null;
  }
  const key = `${action} ${world.answers.length} ${world.now.getTime()}`;
  const base = {
    id: key,
    fingerprint: key,
    account: seat.account,
    program,
  };
  if (action === 'CONFLICT') {
    return earlier === undefined ? null : { ...base, kind: 'DEBIT', id: earlier.id, points: 1n };
  }
  return { ...base, ...actionOf(action, world, seat, step) };
}

type Said<Kind> = Kind extends Command ? Omit<Kind, 'id' | 'fingerprint' | 'account' | 'program'> : never;

function actionOf(
  action: Exclude<Action, 'REPLAY' | 'CONFLICT' | 'POLICY'>,
  world: World,
  seat: Seat,
  { amount, pick }: Step,
): Said<Command> {
  const { timeZone, decimals } = world.programs[seat.program] as Command['program'];
  const account = world.book.accounts.get(seat.account.id);
  /** Mostly some, sometimes exactly the edge of what is allowed, one more or one less, or the greatest amount. */
  const points = (edge: Minor): Minor =>
    amount > 21 ? edge + BigInt(amount - 23) : amount === 21 ? greatestMinor(decimals) : BigInt(amount);
  const some = (edge: Minor, part: Minor): Minor => (amount > 20 ? points(edge) : BigInt(amount) / part);
  const among = <Item>(items: Iterable<Item>): Item | undefined => {
    const all = [...items];
    return all[pick % Math.max(all.length, 1)];
  };
  const available = (): Minor => spendable(account?.lots ?? [], dayOf(world.now, timeZone));
  const holds = [...world.book.holds.values()];
  const mine = holds.filter((hold) => hold.account.id === seat.account.id && hold.state === 'OPEN');
  const hold = among(mine.length === 0 || pick % 8 === 0 ? holds : mine);
  const holdId = hold?.id ?? 'none';

  switch (action) {
    case 'CREDIT': {
      const back = BACKDATES[pick % 22];
      const last = LAST_DAYS[pick % 21];
      return {
        kind: 'CREDIT',
        points: points(greatestMinor(decimals) - (account?.balance ?? 0n)),
        ...(back !== undefined && { effectiveAt: new Date(world.now.getTime() - back) }),
        ...(last !== undefined && { expiresOn: dayOf(world.now, timeZone) + last }),
      };
    }
    case 'DEBIT':
      return { kind: 'DEBIT', points: some(available(), 2n) };
    case 'HOLD': {
      const expiresAt = pick % 3 === 0 ? new Date(world.now.getTime() + (pick % 5) * 9 * HOUR) : null;
      return { kind: 'HOLD', points: some(available(), 2n), expiresAt };
    }
    case 'CAPTURE':
      // Without an open hold a capture has little to say: mostly, place one.
      if (mine.length === 0 && pick % 4 > 0) return { kind: 'HOLD', points: some(available(), 2n), expiresAt: null };
      return { kind: 'CAPTURE', holdId, points: some(hold?.points ?? 1n, 4n) };
    case 'RELEASE':
      return { kind: 'RELEASE', holdId };
    case 'TIME_OUT':
      return { kind: 'RELEASE', holdId, ifDue: true };
    case 'REVERSE': {
      const targets = [...world.book.reversibles].filter(([, target]) => target.accountId === seat.account.id);
      if (targets.length === 0 && pick % 4 > 0) return { kind: 'DEBIT', points: some(available(), 2n) };
      const begun = targets.filter(([, { lots, reversedLots }]) => isBegun(totalOf(lots), totalOf(reversedLots)));
      const [chosen] = among(begun.length > 0 && pick % 3 > 0 ? begun : targets) ?? [];
      const targetId = (pick % 7 === 0 ? among(world.book.requests.keys()) : chosen) ?? 'none';
      return { kind: 'REVERSE', targetId, points: amount % 5 === 0 ? null : some(3n, 6n) };
    }
    case 'AWARD':
      return awardStep(world, points(greatestMinor(decimals) - (account?.balance ?? 0n) - (account?.pending ?? 0n)), {
        amount,
        pick,
      });
    case 'CLEAR':
    case 'CLEAR_DUE':
    case 'TAKE_BACK':
      return changeStep(action, world, seat, { amount, pick });
    case 'EXPIRE':
      return { kind: 'EXPIRE', day: account?.lots[pick % 3]?.day ?? dayOf(world.now, timeZone) - 1 };
    default: {
      const status: AccountStatus = pick < 3 ? 'CLOSED' : pick % 4 === 0 ? 'FROZEN' : 'ACTIVE';
      return { kind: 'STATUS', status };
    }
  }
}

function isBegun(taken: Minor, reversed: Minor): boolean {
  return reversed > 0n && reversed < taken;
}
