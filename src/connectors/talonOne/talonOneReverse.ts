import type { CallOutcome, Debited, EngineDebit, EngineReversal } from '../loyaltyConnector.ts';
import { pointsOfEffects } from './pointsOfEffects.ts';
import type { TalonOneContext } from './talonOneCall.ts';
import { notDone } from './talonOneRefusal.ts';
import { getSession, putSession } from './talonOneSession.ts';

/** Cancels a closed session, which rolls back what it deducted. What it came to otherwise is the outcome. */
export async function cancelSession(
  context: TalonOneContext,
  { member, reference }: Pick<EngineDebit, 'member' | 'reference'>,
  signal: AbortSignal,
): Promise<'cancelled' | Exclude<CallOutcome<Debited>, { status: 'done' | 'accepted' }>> {
  const session = { profileId: member.id, state: 'cancelled' };
  // A cancelled session cannot change any more: the key is for the answer that was lost.
  const result = await putSession(context, reference, session, `cancel-${reference}`, signal);
  if (result.status !== 'answered') return notDone(context, result);
  const { integrationId, profileId, state } = result.answer.customerSession;
  if (integrationId === reference && profileId === member.id && state === 'cancelled') return 'cancelled';
  return { status: 'unknown', words: `${context.http.name} does not say that it cancelled the session.` };
}

/**
 * Gives all of a debit back. A return of cart items rolls back what was added for them; deducted points come back only
 * when the session is cancelled (…/docs/dev/integration-api/api-effects, rollbackDeductedLoyaltyPoints).
 */
export async function talonOneReverse(
  context: TalonOneContext,
  { member, reference, debited, points }: EngineReversal,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  if (points !== debited) {
    return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'Talon.One gives back whole redemptions only.' };
  }
  const known = await getSession(context, reference, signal);
  if (known === 'absent') {
    return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'Talon.One has no such redemption.' };
  }
  // It was only asked so far.
  if (known.status !== 'answered') return { status: 'notSent', words: notDone(context, known).words, retryAfter: null };
  const { profileId, state } = known.answer.customerSession;
  if (profileId !== member.id) {
    return { status: 'refused', reason: 'REFERENCE_CONFLICT', words: "This is another member's redemption." };
  }
  const done = { status: 'done', value: { engineReference: null } } as const;
  if (state === 'cancelled') return done;
  if (pointsOfEffects(known.answer.effects, 'deductLoyaltyPoints', context.settings, member.id) === null) {
    return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'The session deducted no points.' };
  }
  const cancelled = await cancelSession(context, { member, reference }, signal);
  return cancelled === 'cancelled' ? done : cancelled;
}
