import type { Movement } from '../ledger/movements.ts';
import type { Earning, EarningStatus } from './earning.ts';

/** Whether the request behind a movement is an earning. */
export function isEarning(movement: Movement): boolean {
  return movement.kind === 'CREDIT';
}

/** A credit as the earning that it is; decimals are the program's. */
export function toEarning(movement: Movement, decimals: number): Earning {
  const { points, reversed } = movement;
  return {
    id: movement.id,
    accountId: movement.account.id,
    programId: movement.programId,
    memberId: movement.memberId,
    decimals,
    kind: 'CREDIT',
    transactionId: null,
    status: statusOf(points, reversed),
    points,
    reversedPoints: reversed,
    breakdown: [{ rule: 'credit', kind: 'BASE', points }],
    occurredAt: movement.effectiveAt,
  };
}

function statusOf(points: bigint, reversed: bigint): EarningStatus {
  if (reversed === 0n) return 'POSTED';
  return reversed < points ? 'PARTIALLY_REVERSED' : 'REVERSED';
}
