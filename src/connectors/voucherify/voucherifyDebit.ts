import { negated, notNegative } from '../http/decimalText.ts';
import { isLess } from '../http/exactDecimal.ts';
import {
  type CallOutcome,
  type Debited,
  type EngineDebit,
  EngineUnavailable,
  type LookupOutcome,
} from '../loyaltyConnector.ts';
import { debitReason, isTooLong } from './reason.ts';
import { rejectionOf } from './rejectionOf.ts';
import { refusal } from '../http/refusal.ts';
import { adjust } from './voucherifyAdjust.ts';
import type { VoucherifyContext } from './voucherifyCall.ts';
import { findCard } from './voucherifyCard.ts';
import type { CardTransaction } from './voucherifySchemas.ts';
import { transactionsOf } from './voucherifyTransactions.ts';

/**
 * Takes points by an adjustment. Whether one may leave less than nothing is up to the wallet ("Allow card balance to go
 * below zero"), so a balance that is too small refuses before anything is sent.
 */
export async function voucherifyDebit(
  context: VoucherifyContext,
  { member, points, reference }: EngineDebit,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const reason = debitReason(reference);
  if (!isWhole(points)) return refusal('REFUSED', 'Voucherify takes whole points only, up to 2^53 − 1.');
  if (isTooLong(reason)) return refusal('REFUSED', 'The reference is too long for Voucherify.');
  const found = await findCard(context, member, signal);
  if (found.status === 'failed') return { status: 'notSent', words: found.words, retryAfter: found.retryAfter };
  if (found.status === 'absent') return refusal('MEMBER_UNKNOWN', 'Voucherify does not know the member.');
  const { card } = found;
  if (card.blocked !== null) return { status: 'refused', ...card.blocked };
  if (isLess(notNegative(card.points), points)) {
    return refusal('INSUFFICIENT_POINTS', 'The member has not so many points at Voucherify.');
  }
  return adjust(context, card, negated(points), reason, signal);
}

/** Looks for the transaction that carries the debit's reference in its reason. */
export async function voucherifyLookup(
  context: VoucherifyContext,
  { member, points, reference }: EngineDebit,
  signal: AbortSignal,
): Promise<LookupOutcome> {
  const found = await findCard(context, member, signal);
  if (found.status === 'failed') return { status: 'unknown', words: found.words };
  if (found.status === 'absent') return { status: 'unknown', words: 'Voucherify does not know the member any more.' };
  try {
    const reason = debitReason(reference);
    for await (const page of transactionsOf(context, found.card, { order: '-created_at' }, signal)) {
      const ours = page.filter((one) => one.type === 'ADMIN_DEBIT' && one.details?.reason === reason);
      if (ours.length > 0) return lookupOf(context, ours, negated(points));
    }
    return { status: 'absent' };
  } catch (error) {
    if (error instanceof EngineUnavailable) return { status: 'unknown', words: error.message };
    throw error;
  }
}

function lookupOf(context: VoucherifyContext, ours: readonly CardTransaction[], points: string): LookupOutcome {
  if (ours.some((one) => (one.details?.points?.total ?? points) !== points)) {
    return { status: 'unknown', words: 'Voucherify has our reference with another number of points.' };
  }
  const approved = ours.find(({ status }) => status === 'APPROVED');
  if (approved !== undefined) return { status: 'found', engineReference: approved.id };
  const rejected = ours.find(({ status }) => status === 'REJECTED');
  const isPending = ours.some(({ status }) => status === 'PENDING' || status === 'PROCESSING');
  if (isPending || rejected === undefined) return { status: 'pending' };
  return { status: 'rejected', words: rejectionOf(context, rejected).words };
}

export function isWhole(points: string): boolean {
  return !points.includes('.') && Number.isSafeInteger(Number(points));
}
