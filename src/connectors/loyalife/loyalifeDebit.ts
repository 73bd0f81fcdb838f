import { z } from 'zod';
import {
  type CallOutcome,
  type Debited,
  type EngineBalance,
  type EngineDebit,
  type EngineReversal,
  EngineUnavailable,
} from '../loyaltyConnector.ts';
import { loyalifeBalance, relationOf } from './loyalifeBalance.ts';
import { callLoyalife, type LoyalifeContext, outcomeOf } from './loyalifeCall.ts';
import { exactNumber, isLess, times } from '../http/exactDecimal.ts';
import { merchantNameOf } from './merchantName.ts';
import { refusal } from '../http/refusal.ts';

/**
 * Redeems. The code for too few points is not documented, and "always call Check Availability first" is, so a balance
 * that is too small refuses before anything is sent.
 */
export async function loyalifeDebit(
  context: LoyalifeContext,
  debit: EngineDebit,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const { settings } = context;
  if (debit.points.includes('.')) {
    return refusal('REFUSED', 'Loyalife takes whole points only.');
  }
  let balance: EngineBalance | null;
  try {
    balance = await loyalifeBalance(context, debit.member, signal);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return { status: 'notSent', words: error.message, retryAfter: null };
  }
  if (balance === null) {
    return refusal('MEMBER_UNKNOWN', 'Loyalife does not know the member.');
  }
  if (isLess(balance.available, debit.points)) {
    return refusal('INSUFFICIENT_POINTS', 'The member has not so many points at Loyalife.');
  }
  const amount = exactNumber(times(debit.points, settings.amountPerPoint));
  const points = exactNumber(debit.points);
  if (amount === null || points === null) {
    return refusal('REFUSED', 'No JSON number names so many points, or what they are worth.');
  }
  const body = {
    ...relationOf(context, debit.member),
    Amount: amount,
    Points: points,
    MerchantName: merchantNameOf(settings.merchantName, debit.reference, settings.referenceInMerchantName),
    LoyaltyTxnType: settings.redemptionType,
  };
  const said = await callLoyalife(context, '/pg-lm/API/PG/RedeemPoints', body, z.string().min(1).max(100), signal);
  return outcomeOf(said, (engineReference) => ({ engineReference }));
}

/** Reverses the whole of a redemption, once, by Loyalife's own reference, which is the only link to it. */
export async function loyalifeReverse(
  context: LoyalifeContext,
  reversal: EngineReversal,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const { settings } = context;
  if (reversal.points !== reversal.debited) {
    return refusal('NOT_REVERSIBLE', 'Loyalife reverses the whole of a redemption only.');
  }
  if (reversal.engineReference === null) {
    return refusal(
      'NOT_REVERSIBLE',
      "Loyalife reverses by its own reference, which is not known: find the redemption in the member's history.",
    );
  }
  const body = {
    RelationReference: reversal.member.id,
    MerchantName: merchantNameOf(settings.merchantName, reversal.reference, settings.referenceInMerchantName),
    ExternalReference: reversal.engineReference,
    ProgramId: settings.programId,
  };
  const said = await callLoyalife(context, '/pg-lm/API/PG/ReversalPoints', body, z.literal(true), signal);
  return outcomeOf(said, () => ({ engineReference: null }));
}
