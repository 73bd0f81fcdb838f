import type { Account, AccountRef } from '../../../../src/ledger/account.ts';
import type { StoredAward } from '../../../../src/ledger/award.ts';
import type { AwardPoints, Clear, Command, TakeBack } from '../../../../src/ledger/command.ts';
import { programOwner } from '../../../../src/ledger/counters.ts';
import { type Day, dayOf } from '../../../../src/ledger/day.ts';
import { spendable, totalOf } from '../../../../src/ledger/lots.ts';
import type { Rejection } from '../../../../src/ledger/outcome.ts';
import { greatestMinor } from '../../../../src/ledger/points.ts';
import { CAP } from './rules.ts';
import type { World } from './world.ts';

/** The time and the day of a decision: never before what the account has seen. */
export function momentOf(world: World, command: Command, before: Account | undefined): { at: Date; today: Day } {
  const at = before !== undefined && before.changedAt > world.now ? before.changedAt : world.now;
  return { at, today: dayOf(at, command.program.timeZone) };
}

/** Whether the refusal is right, told from the book before it. */
export function isJustified(
  world: World,
  command: Command,
  rejection: Rejection,
  before: Account | undefined,
): boolean {
  const points = 'points' in command ? (command.points ?? 0n) : 0n;
  const { at, today } = momentOf(world, command, before);
  switch (rejection.code) {
    case 'INSUFFICIENT_POINTS': {
      if (command.kind === 'TAKE_BACK') {
        const { available, requested } = rejection;
        const isShort = available < requested && available === spendable(before?.lots ?? [], today);
        return isShort && command.shortfall === 'REFUSE';
      }
      const available = spendable(before?.lots ?? [], today);
      return rejection.requested === points && rejection.available === available && points > available;
    }
    case 'ACCOUNT_NOT_ACTIVE':
      if (rejection.status !== before?.status) return false;
      return rejection.status === 'CLOSED' || command.kind === 'DEBIT' || command.kind === 'HOLD';
    case 'BALANCE_LIMIT': {
      const reversible = command.kind === 'REVERSE' ? reversibleOf(world, command.targetId, command.account.id) : 0n;
      const gives = command.kind === 'REVERSE' && command.points === null ? reversible : points;
      const counts = (before?.balance ?? 0n) + (before?.pending ?? 0n);
      const given = command.kind === 'AWARD' ? assessedPoints(world, command) : gives;
      return counts + given > greatestMinor(command.program.decimals);
    }
    case 'NOT_REVERSIBLE': {
      if (command.kind !== 'REVERSE') return false;
      const reversible = reversibleOf(world, command.targetId, command.account.id);
      return rejection.reversible === reversible && (reversible === 0n || points > reversible);
    }
    case 'HOLD_NOT_OPEN':
    case 'CAPTURE_EXCEEDS_HOLD': {
      if (command.kind !== 'CAPTURE' && command.kind !== 'RELEASE') return false;
      const hold = world.book.holds.get(command.holdId);
      const isMine = hold?.account.id === command.account.id && hold.state === 'OPEN';
      const isOver = command.kind === 'CAPTURE' && hold?.expiresAt != null && hold.expiresAt <= at;
      if (rejection.code === 'HOLD_NOT_OPEN') return !isMine || isOver;
      return isMine && !isOver && rejection.held === hold.points && points > hold.points;
    }
    case 'AWARDS_PENDING':
      return command.kind === 'STATUS' && rejection.pending === before?.pending && rejection.pending > 0n;
    case 'HOLDS_OPEN':
      return command.kind === 'STATUS' && rejection.held === before?.held && rejection.held > 0n;
    case 'CAP_EXCEEDED':
      return command.kind === 'AWARD' && rejection.limit === CAP && usedOf(world, command.account) === CAP;
    case 'AWARD_NOT_PENDING':
      return command.kind === 'CLEAR' && ownAward(world, command)?.state !== 'PENDING';
    default: {
      if (command.kind !== 'TAKE_BACK') return false;
      const award = ownAward(world, command);
      return rejection.left === null ? award === undefined : award?.reversed === award?.points;
    }
  }
}

function reversibleOf(world: World, targetId: string, accountId: string): bigint {
  const target = world.book.reversibles.get(targetId);
  return target?.accountId === accountId ? totalOf(target.lots) - totalOf(target.reversedLots) : 0n;
}

function ownAward({ book }: World, { targetId, account }: Clear | TakeBack): StoredAward | undefined {
  const award = book.awards.get(targetId);
  return award?.account.id === account.id ? award : undefined;
}

function usedOf({ book }: World, { programId }: AccountRef): bigint {
  return book.counters.get(programOwner(programId).id)?.get('cap') ?? 0n;
}

function assessedPoints(world: World, { account, assess }: AwardPoints): bigint {
  const assessment = assess([{ owner: 'program', key: 'cap', value: usedOf(world, account) }]);
  return 'points' in assessment ? assessment.points : 0n;
}
