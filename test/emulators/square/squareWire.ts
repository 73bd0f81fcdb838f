import type { BookedMovement } from '../kit/books.ts';
import type { EngineAnswer } from '../kit/startEmulator.ts';

export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A movement as Square's history tells it. */
export function eventOf(movement: BookedMovement, isConfused: boolean, reason?: string): WireEvent {
  const { id, kind, at, member } = movement;
  const points = Number(movement.minor);
  const isPurchase = kind === 'granted' || (kind === 'earned' && reason === undefined);
  return {
    id,
    type: isPurchase ? 'ACCUMULATE_POINTS' : 'ADJUST_POINTS',
    created_at: at.toISOString(),
    loyalty_account_id: isConfused ? 'member-john' : member,
    source: 'LOYALTY_API',
    ...(isPurchase ? { accumulate_points: { points } } : { adjust_points: { points, reason } }),
  };
}

export function failure(status: number, category: string, code: string, detail = 'See the code.'): EngineAnswer {
  return { status, body: { errors: [{ category, code, detail }] } };
}
