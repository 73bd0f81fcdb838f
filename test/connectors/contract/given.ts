import { randomUUID } from 'node:crypto';
import { withDeadline } from '../../../src/connectors/http/deadline.ts';
import type { EngineDebit, EngineMember, EngineReversal } from '../../../src/connectors/loyaltyConnector.ts';
import type { Fault } from '../../emulators/kit/faultPlan.ts';
import { JANE } from './engineUnderTest.ts';

/** A deadline that a healthy engine never meets. */
export function soon(): AbortSignal {
  return withDeadline(20_000);
}

/** A deadline for a call that meets this fault: the silent ones are sat out. */
export function deadlineFor(fault: Fault): AbortSignal {
  return fault.startsWith('silent') || fault === 'slowDrip' ? withDeadline(400) : soon();
}

export function aDebit(points = '120', member: EngineMember = JANE): EngineDebit {
  const reference = randomUUID();
  return { member, points, reference, orderId: `order-${reference}`, rewardId: 'coffee' };
}

export function aReversal(debit: EngineDebit, engineReference: string | null, points = debit.points): EngineReversal {
  const { member, reference } = debit;
  return { member, reference, engineReference, reversalReference: randomUUID(), debited: debit.points, points };
}
