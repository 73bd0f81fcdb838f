import { jsonNumber } from '../http/decimalText.ts';
import {
  type CallOutcome,
  type Debited,
  type EngineDebit,
  EngineUnavailable,
  type LookupOutcome,
} from '../loyaltyConnector.ts';
import { pointsOfEffects } from './pointsOfEffects.ts';
import type { SessionAnswer } from './talonOneAnswers.ts';
import { talonOneBalance } from './talonOneBalance.ts';
import type { TalonOneContext } from './talonOneCall.ts';
import { cancelSession } from './talonOneReverse.ts';
import { notDone } from './talonOneRefusal.ts';
import { getSession, putSession } from './talonOneSession.ts';

/** Closes a session that names the points to spend. A rule deducts them, or the session deducts nothing. */
export async function talonOneDebit(
  context: TalonOneContext,
  debit: EngineDebit,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const { member, points, reference } = debit;
  const session = {
    profileId: member.id,
    state: 'closed',
    attributes: { [context.settings.redemptionAttribute]: jsonNumber(points) },
  };
  const result = await putSession(context, reference, session, reference, signal);
  if (result.status === 'answered') return debitOf(context, debit, result.answer, signal);
  const outcome = notDone(context, result);
  if (outcome.status !== 'refused') return outcome;
  // A closed session takes no second closing once its key is forgotten. What it did then is in the session.
  const known = await getSession(context, reference, signal);
  if (known === 'absent') return outcome;
  if (known.status !== 'answered') return { status: 'unknown', words: outcome.words };
  return debitOf(context, debit, known.answer, signal);
}

async function debitOf(
  context: TalonOneContext,
  { member, points, reference }: EngineDebit,
  answer: SessionAnswer,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const { http, settings } = context;
  const { customerSession: session, effects } = answer;
  if (session.integrationId !== reference || session.profileId !== member.id) {
    return { status: 'unknown', words: `${http.name} answered about another member or session.` };
  }
  if (session.attributes?.[settings.redemptionAttribute] !== jsonNumber(points)) {
    return { status: 'refused', reason: 'REFERENCE_CONFLICT', words: 'This reference named other points to spend.' };
  }
  if (session.state === 'cancelled') {
    return { status: 'refused', reason: 'ALREADY_REVERSED', words: 'This redemption was given back.' };
  }
  const deducted = pointsOfEffects(effects, 'deductLoyaltyPoints', settings, member.id);
  if (deducted === 'wrong') return { status: 'unknown', words: `${http.name} does not say what it deducted.` };
  if (deducted === null) return refusal(context, { member, points }, signal);
  if (deducted.points === points) return { status: 'done', value: { engineReference: deducted.transaction } };
  // A rule deducts other points than it was told to. They go back, because nobody agreed to them.
  const words = `A rule deducts ${deducted.points} points where ${points} were to be spent.`;
  const cancelled = await cancelSession(context, { member, reference }, signal);
  return cancelled === 'cancelled' ? { status: 'refused', reason: 'REFUSED', words } : { status: 'unknown', words };
}

/** No rule deducted: there were too few points, or no rule is for it. */
async function refusal(
  context: TalonOneContext,
  { member, points }: Pick<EngineDebit, 'member' | 'points'>,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const balance = await talonOneBalance(context, member, signal);
  if (balance === null) {
    return { status: 'refused', reason: 'MEMBER_UNKNOWN', words: 'Talon.One has no points of this member.' };
  }
  const isShort = !(balance instanceof EngineUnavailable) && Number(balance.available) < Number(points);
  return isShort
    ? {
        status: 'refused',
        reason: 'INSUFFICIENT_POINTS',
        words: 'The rule deducted nothing: there are too few points.',
      }
    : { status: 'refused', reason: 'REFUSED', words: 'No rule deducted the points: is its campaign enabled?' };
}

export async function talonOneLookup(
  context: TalonOneContext,
  { member, points, reference }: EngineDebit,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const known = await getSession(context, reference, signal);
  if (known === 'absent') return { status: 'absent' };
  if (known.status !== 'answered') return { status: 'unknown', words: notDone(context, known).words };
  const { effects, customerSession } = known.answer;
  const deducted = pointsOfEffects(effects, 'deductLoyaltyPoints', context.settings, member.id);
  if (customerSession.profileId !== member.id || deducted === 'wrong') {
    return { status: 'unknown', words: `${context.http.name} answered about another member.` };
  }
  return deducted?.points === points
    ? { status: 'found', engineReference: deducted.transaction }
    : { status: 'rejected', words: 'The session deducted nothing, or was cancelled.' };
}
