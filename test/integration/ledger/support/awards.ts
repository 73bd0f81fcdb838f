import { randomUUID } from 'node:crypto';
import type { AccountRef } from '../../../../src/ledger/account.ts';
import type { Assess, Clearing, Shortfall } from '../../../../src/ledger/award.ts';
import { clearAward } from '../../../../src/ledger/clearAward.ts';
import type { AwardPoints, Clear, Delivery, TakeBack } from '../../../../src/ledger/command.ts';
import type { CounterRange } from '../../../../src/ledger/counters.ts';
import { fingerprintOf } from '../../../../src/ledger/requestId.ts';
import { capped, givingBack, READS } from '../../../unit/ledger/support/rules.ts';
import { idOf, PROGRAM } from './commands.ts';

interface AwardParts {
  /** Absent: a key of its own. */
  readonly key?: string;
  readonly clearing?: Clearing;
  readonly cap?: bigint;
  readonly effectiveAt?: Date;
  readonly delivery?: Delivery;
  readonly reads?: readonly CounterRange[];
  readonly assess?: Assess;
}

/** Points by rules that a cap of the whole program trims. */
export function award(account: AccountRef, points: bigint, parts: AwardParts = {}): AwardPoints {
  const { key = randomUUID(), clearing = 'AT_ONCE', cap = 1_000_000n, effectiveAt, delivery } = parts;
  return {
    kind: 'AWARD',
    id: idOf(key),
    fingerprint: fingerprintOf(account.id, 'award', points),
    account,
    program: PROGRAM,
    reads: parts.reads ?? READS,
    assess: parts.assess ?? capped(points, clearing, cap),
    effectiveAt: effectiveAt ?? new Date('2999-01-01'),
    ...(delivery !== undefined && { delivery }),
  };
}

export function clear(account: AccountRef, awardKey: string): Clear {
  return clearAward(account, PROGRAM, idOf(awardKey));
}

export function takeBack(
  account: AccountRef,
  awardKey: string,
  points: bigint,
  parts: { readonly key?: string; readonly shortfall?: Shortfall; readonly delivery?: Delivery } = {},
): TakeBack {
  const { key = randomUUID(), shortfall = 'DEBT', delivery } = parts;
  return {
    kind: 'TAKE_BACK',
    id: idOf(key),
    fingerprint: fingerprintOf(account.id, 'take back', awardKey, points),
    account,
    program: PROGRAM,
    targetId: idOf(awardKey),
    reassess: givingBack(points),
    shortfall,
    ...(delivery !== undefined && { delivery }),
  };
}
