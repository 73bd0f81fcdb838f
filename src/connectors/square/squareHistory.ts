import type { EngineMember, EngineMovement } from '../loyaltyConnector.ts';
import type { SquareEvent } from './squareAnswers.ts';
import type { SquareContext } from './squareCall.ts';
import { squareEvents } from './squareEvents.ts';
import { readReason } from './squareReason.ts';

/** A member's movements, oldest first. The use of a reward moves nothing: its creation took the points. */
export async function squareHistory(
  context: SquareContext,
  { id }: EngineMember,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<readonly EngineMovement[]> {
  const events = await squareEvents(context, { accountId: id, from, to }, signal);
  return events.flatMap((event) => movementOf(event) ?? []).toReversed();
}

/** What an event moved; null: nothing. */
export function movementOf(event: SquareEvent): EngineMovement | null {
  const points = pointsOf(event);
  if (points === 0) return null;
  const reason = event.adjust_points?.reason ?? null;
  return {
    engineReference: event.id,
    reference: readReason(reason)?.reference ?? null,
    points: String(points),
    occurredAt: new Date(event.created_at),
    words: reason ?? event.type,
  };
}

/** Positive adds. What a reward took and what expired are documented as amounts, and shown with either sign. */
function pointsOf(event: SquareEvent): number {
  const adds = event.accumulate_points?.points ?? event.accumulate_promotion_points?.points;
  const changes = event.adjust_points?.points ?? event.other_event?.points;
  const takes = event.create_reward?.points ?? event.expire_points?.points;
  const returns = event.delete_reward?.points;
  return (adds ?? 0) + (changes ?? 0) - Math.abs(takes ?? 0) + Math.abs(returns ?? 0);
}
