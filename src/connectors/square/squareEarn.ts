import { toMinor } from '../../ledger/points.ts';
import type { CallOutcome, Earned, EngineTransaction } from '../loyaltyConnector.ts';
import { accumulateAnswer, calculateAnswer } from './squareAnswers.ts';
import { isSquareId } from './squareBalance.ts';
import { squareCall, type SquareContext } from './squareCall.ts';
import { notDone } from './squareRefusal.ts';

export interface SquareEarning {
  readonly programId: string;
  readonly locationId: string;
}

/**
 * A purchase by the program's own rules: Square calculates its points, and accumulates them as points of a purchase,
 * which counts for its reports, its lifetime points and its expiry. An adjustment would be somebody's correction.
 */
export async function squareEarn(
  context: SquareContext,
  { programId, locationId }: SquareEarning,
  { member, reference, kind, amount }: EngineTransaction,
  signal: AbortSignal,
): Promise<CallOutcome<Earned>> {
  if (kind !== 'PURCHASE' || amount === null) return refused('Square rewards purchases only, by their amount.');
  const minor = toMinor(amount.amount, currencyDecimals(amount.currencyCode));
  if (typeof minor === 'string') return refused('Square counts money in whole units of its smallest coin.');
  if (!isSquareId(member.id)) {
    return { status: 'refused', reason: 'MEMBER_UNKNOWN', words: 'This is no id of a Square loyalty account.' };
  }

  const purchase = {
    programId,
    transactionAmountMoney: { amount: minor, currency: amount.currencyCode as 'USD' },
  };
  const calculated = await squareCall(
    context,
    calculateAnswer,
    (client) => client.loyalty.programs.calculate(purchase),
    signal,
  );
  if (calculated.status !== 'answered') {
    const { status, ...rest } = notDone(context, calculated);
    // Only a question was asked so far: whatever went wrong with it, nothing was booked.
    return status === 'unknown' ? { status: 'notSent', retryAfter: null, ...rest } : notDone(context, calculated);
  }
  // Promotions have limits for each buyer, which Square applies to its own orders alone.
  const { points } = calculated.answer;
  if (points === 0) return { status: 'done', value: { points: '0', engineReference: null } };

  const request = { accountId: member.id, idempotencyKey: reference, locationId, accumulatePoints: { points } };
  const result = await squareCall(
    context,
    accumulateAnswer,
    (client) => client.loyalty.accounts.accumulatePoints(request),
    signal,
  );
  if (result.status !== 'answered') {
    const outcome = notDone(context, result);
    // The key is this purchase's alone. It was booked before, when the rules gave it other points.
    const isBooked = outcome.status === 'refused' && outcome.reason === 'REFERENCE_CONFLICT';
    return isBooked ? { status: 'done', value: { points: null, engineReference: null } } : outcome;
  }
  const { events } = result.answer;
  if (events.some((event) => event.loyalty_account_id !== member.id)) {
    return { status: 'unknown', words: `${context.http.name} answered about another member.` };
  }
  const awarded = events.reduce(
    (sum, event) => sum + (event.accumulate_points?.points ?? event.accumulate_promotion_points?.points ?? 0),
    0,
  );
  return { status: 'done', value: { points: String(awarded), engineReference: events[0]?.id ?? null } };
}

function refused(words: string): CallOutcome<Earned> {
  return { status: 'refused', reason: 'REFUSED', words };
}

/** Square counts money in the smallest unit of ISO 4217 (developer.squareup.com/docs/build-basics/common-data-types). */
function currencyDecimals(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return maximumFractionDigits;
}
