import {
  type CallOutcome,
  type Debited,
  type EngineDebit,
  EngineUnavailable,
  type LookupOutcome,
} from '../loyaltyConnector.ts';
import { adjustAnswer, type SquareEvent } from './squareAnswers.ts';
import { isSquareId, squareBalance } from './squareBalance.ts';
import { squareCall, type SquareContext } from './squareCall.ts';
import { squareEvents } from './squareEvents.ts';
import { debitReason, readReason } from './squareReason.ts';
import { notDone } from './squareRefusal.ts';
import { wholePoints } from './wholePoints.ts';

export interface Adjustment {
  readonly accountId: string;
  /** Negative takes. */
  readonly points: number;
  readonly key: string;
  readonly reason: string;
}

/** Adds or takes points once for a key. A balance never becomes negative by it. */
export async function adjust(
  context: SquareContext,
  { accountId, points, key, reason }: Adjustment,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const request = {
    accountId,
    idempotencyKey: key,
    adjustPoints: { points, reason },
    allowNegativeBalance: false,
  };
  const result = await squareCall(context, adjustAnswer, (client) => client.loyalty.accounts.adjust(request), signal);
  if (result.status !== 'answered') return notDone(context, result);
  const { id, loyalty_account_id: account, adjust_points: adjusted } = result.answer.event;
  if (account !== accountId || adjusted?.points !== points) {
    return { status: 'unknown', words: `${context.http.name} answered about another adjustment.` };
  }
  return { status: 'done', value: { engineReference: id } };
}

export async function squareDebit(
  context: SquareContext,
  { member, points, reference }: EngineDebit,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const whole = wholePoints(points);
  if (whole === null) return { status: 'refused', reason: 'REFUSED', words: 'Square counts whole points only.' };
  if (!isSquareId(member.id)) {
    return { status: 'refused', reason: 'MEMBER_UNKNOWN', words: 'This is no id of a Square loyalty account.' };
  }
  const adjustment = { accountId: member.id, points: -whole, key: reference, reason: debitReason(reference) };
  const outcome = await adjust(context, adjustment, signal);
  if (outcome.status !== 'refused' || outcome.reason !== 'REFUSED') return outcome;
  // Square says BAD_REQUEST for many things, too few points among them; the balance tells which it was.
  const balance = await squareBalance(context, member, signal);
  const isShort = balance !== null && !(balance instanceof EngineUnavailable) && Number(balance.available) < whole;
  return isShort ? { ...outcome, reason: 'INSUFFICIENT_POINTS' } : outcome;
}

export async function squareLookup(
  context: SquareContext,
  { member, reference }: EngineDebit,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const isOurs = ({ adjust_points: adjusted }: SquareEvent): boolean => {
    const read = readReason(adjusted?.reason);
    return read?.reference === reference && read.of === null;
  };
  try {
    const events = await squareEvents(context, { accountId: member.id, adjustmentsOnly: true }, signal, isOurs);
    const debit = events.find((event) => isOurs(event));
    return debit === undefined ? { status: 'absent' } : { status: 'found', engineReference: debit.id };
  } catch (error) {
    if (error instanceof EngineUnavailable) return { status: 'unknown', words: error.message };
    throw error;
  }
}
