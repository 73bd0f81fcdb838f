import { jsonNumber } from '../http/decimalText.ts';
import type { CallOutcome, Earned, EngineTransaction } from '../loyaltyConnector.ts';
import { pointsOfEffects } from './pointsOfEffects.ts';
import { eventAnswer, type SessionAnswer } from './talonOneAnswers.ts';
import { talonOneCall, type TalonOneContext } from './talonOneCall.ts';
import { isKnownEvent, notDone } from './talonOneRefusal.ts';
import { getSession, putSession } from './talonOneSession.ts';

/** A purchase is a closed session with one item; a milestone or a recognition is an advanced event. */
export async function talonOneEarn(
  context: TalonOneContext,
  transaction: EngineTransaction,
  signal: AbortSignal,
): Promise<CallOutcome<Earned>> {
  const { kind, amount } = transaction;
  const { currencyCode } = context.settings;
  if (amount !== null && amount.currencyCode !== currencyCode) {
    return refused(`The Application counts in ${currencyCode}.`);
  }
  if (kind !== 'PURCHASE') return earnByEvent(context, transaction, kind, signal);
  if (amount === null) return refused('Talon.One rewards a purchase by its amount.');
  return earnBySession(context, transaction, amount.amount, signal);
}

async function earnBySession(
  context: TalonOneContext,
  { member, reference, category, merchantId }: EngineTransaction,
  price: string,
  signal: AbortSignal,
): Promise<CallOutcome<Earned>> {
  const item = {
    name: category ?? 'purchase',
    sku: merchantId ?? category ?? 'purchase',
    quantity: 1,
    price: jsonNumber(price),
    ...(category !== null && { category }),
  };
  const session = { profileId: member.id, state: 'closed', cartItems: [item] };
  const told = ({ customerSession, effects }: SessionAnswer): CallOutcome<Earned> =>
    customerSession.integrationId === reference && customerSession.profileId === member.id
      ? awarded(context, effects, member.id)
      : { status: 'unknown', words: `${context.http.name} answered about another member or session.` };

  const result = await putSession(context, reference, session, reference, signal);
  if (result.status === 'answered') return told(result.answer);
  const outcome = notDone(context, result);
  if (outcome.status !== 'refused') return outcome;
  // Closed before, and its key is forgotten: what it awarded is in the session.
  const known = await getSession(context, reference, signal);
  if (known === 'absent') return outcome;
  return known.status === 'answered' ? told(known.answer) : { status: 'unknown', words: outcome.words };
}

async function earnByEvent(
  context: TalonOneContext,
  { member, reference, category, merchantId, amount }: EngineTransaction,
  kind: 'MILESTONE' | 'RECOGNITION',
  signal: AbortSignal,
): Promise<CallOutcome<Earned>> {
  const attributes = {
    ...(amount !== null && { amount: jsonNumber(amount.amount) }),
    ...(category !== null && { category }),
    ...(merchantId !== null && { merchantId }),
  };
  const body = {
    profileId: member.id,
    integrationId: reference,
    type: context.settings.earningEvents[kind],
    attributes,
    responseContent: ['ruleFailureReasons'],
  };
  // By default it would answer 204, without effects.
  const request = {
    method: 'POST',
    path: '/v3/events',
    query: { silent: 'no' },
    body,
    answerSchema: eventAnswer,
  } as const;
  const result = await talonOneCall(context, request, signal);
  if (result.status === 'answered') return awarded(context, result.answer.effects, member.id);
  const isTaken = result.status === 'refused' && result.httpStatus === 409 && isKnownEvent(result.refusal);
  // What it awarded then is not told again; the history and the webhook have it.
  return isTaken ? { status: 'done', value: { points: null, engineReference: null } } : notDone(context, result);
}

function awarded(
  { http, settings }: TalonOneContext,
  effects: SessionAnswer['effects'],
  profileId: string,
): CallOutcome<Earned> {
  const added = pointsOfEffects(effects, 'addLoyaltyPoints', settings, profileId);
  if (added === 'wrong') return { status: 'unknown', words: `${http.name} does not say what it awarded.` };
  return { status: 'done', value: { points: added?.points ?? '0', engineReference: added?.transaction ?? null } };
}

function refused(words: string): CallOutcome<Earned> {
  return { status: 'refused', reason: 'REFUSED', words };
}
