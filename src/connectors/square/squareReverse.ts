import { type CallOutcome, type Debited, type EngineReversal, EngineUnavailable } from '../loyaltyConnector.ts';
import type { SquareEvent } from './squareAnswers.ts';
import type { SquareContext } from './squareCall.ts';
import { adjust } from './squareDebit.ts';
import { squareEvents } from './squareEvents.ts';
import { readReason, reversalReason } from './squareReason.ts';
import { wholePoints } from './wholePoints.ts';

/**
 * Gives points back, all or a part of them. Square would add points for anything, so the debit and what was given back
 * of it are read from its history first; that read fails before anything was sent. The reversal's reference is the key.
 */
export async function squareReverse(
  context: SquareContext,
  { member, reference, engineReference, reversalReference, debited, points }: EngineReversal,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const whole = wholePoints(points);
  const taken = wholePoints(debited);
  if (whole === null || taken === null) {
    return { status: 'refused', reason: 'REFUSED', words: 'Square counts whole points only.' };
  }
  const isDebit = (event: SquareEvent): boolean => {
    const read = readReason(event.adjust_points?.reason);
    return event.id === engineReference || (read?.reference === reference && read.of === null);
  };
  let events: readonly SquareEvent[];
  try {
    events = await squareEvents(context, { accountId: member.id, adjustmentsOnly: true }, signal, isDebit);
  } catch (error) {
    if (error instanceof EngineUnavailable) return { status: 'notSent', words: error.message, retryAfter: null };
    throw error;
  }
  // A debit whose event Square has named did happen, even where its history does not show it yet.
  if (engineReference === null && !events.some(isDebit)) {
    return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'Square has no such redemption.' };
  }
  const reversals = events.filter((event) => readReason(event.adjust_points?.reason)?.of === reference);
  const same = reversals.find((event) => readReason(event.adjust_points?.reason)?.reference === reversalReference);
  if (same !== undefined) return { status: 'done', value: { engineReference: same.id } };
  const given = reversals.reduce((sum, event) => sum + (event.adjust_points?.points ?? 0), 0);
  if (given >= taken) {
    return { status: 'refused', reason: 'ALREADY_REVERSED', words: 'All of it was given back.' };
  }
  if (given + whole > taken) {
    return { status: 'refused', reason: 'NOT_REVERSIBLE', words: `Only ${taken - given} points of it are left.` };
  }
  const reason = reversalReason(reference, reversalReference);
  return adjust(context, { accountId: member.id, points: whole, key: reversalReference, reason }, signal);
}
