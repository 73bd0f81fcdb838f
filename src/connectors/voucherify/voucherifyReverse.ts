import { type CallOutcome, type Debited, type EngineReversal, EngineUnavailable } from '../loyaltyConnector.ts';
import { debitReason, isReversalOf, isTooLong, reversalReason } from './reason.ts';
import { refusal } from '../http/refusal.ts';
import { rejectionOf } from './rejectionOf.ts';
import { adjust } from './voucherifyAdjust.ts';
import type { VoucherifyContext } from './voucherifyCall.ts';
import { findCard, type VoucherifyCard } from './voucherifyCard.ts';
import { isWhole } from './voucherifyDebit.ts';
import type { CardTransaction } from './voucherifySchemas.ts';
import { transactionsOf } from './voucherifyTransactions.ts';

/**
 * Gives points back by an adjustment that adds them. The documented refund is one of reward purchases, whole ones only,
 * and a debit of ours is none. Voucherify would add whatever is asked for, so the debit and what was given back of it
 * before are read first: nothing is sent for a debit that is not there, nor twice for one reversal.
 */
export async function voucherifyReverse(
  context: VoucherifyContext,
  reversal: EngineReversal,
  signal: AbortSignal,
): Promise<CallOutcome<Debited>> {
  const reason = reversalReason(reversal.reversalReference, reversal.reference);
  if (!isWhole(reversal.points)) return refusal('REFUSED', 'Voucherify takes whole points only, up to 2^53 − 1.');
  if (isTooLong(reason)) return refusal('REFUSED', 'The references are too long for Voucherify.');
  const found = await findCard(context, reversal.member, signal);
  if (found.status === 'failed') return { status: 'notSent', words: found.words, retryAfter: found.retryAfter };
  if (found.status === 'absent') return refusal('MEMBER_UNKNOWN', 'Voucherify does not know the member.');
  const { card } = found;
  let read: Read;
  try {
    read = await readDebit(context, card, reversal.reference, signal);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return { status: 'notSent', words: error.message, retryAfter: null };
  }
  const before = read.credits.find((one) => one.details?.reason === reason);
  if (before !== undefined) return outcomeOf(context, before);
  if (read.debit?.status === 'PENDING' || read.debit?.status === 'PROCESSING') {
    return { status: 'notSent', words: 'Voucherify has not processed the debit yet.', retryAfter: null };
  }
  if (read.debit?.status !== 'APPROVED') return refusal('NOT_REVERSIBLE', 'Voucherify has no such debit.');
  if (card.blocked !== null) return { status: 'refused', ...card.blocked };
  const left = read.credits
    .filter(({ status }) => status !== 'REJECTED')
    .reduce((sum, { details }) => sum - BigInt(details?.points?.total ?? '0'), BigInt(reversal.debited));
  if (left === 0n) return refusal('ALREADY_REVERSED', 'All of it was given back before.');
  if (BigInt(reversal.points) > left) return refusal('NOT_REVERSIBLE', 'Less than this is left to give back.');
  return adjust(context, card, reversal.points, reason, signal);
}

interface Read {
  readonly debit: CardTransaction | null;
  /** What was given back of it. */
  readonly credits: readonly CardTransaction[];
}

/** The debit of a reference and its reversals, which all came after it. */
async function readDebit(
  context: VoucherifyContext,
  card: VoucherifyCard,
  reference: string,
  signal: AbortSignal,
): Promise<Read> {
  const credits: CardTransaction[] = [];
  for await (const page of transactionsOf(context, card, { order: '-created_at' }, signal)) {
    credits.push(...page.filter((one) => one.type === 'ADMIN_CREDIT' && isReversalOf(one.details?.reason, reference)));
    const debits = page.filter((one) => one.type === 'ADMIN_DEBIT' && one.details?.reason === debitReason(reference));
    const debit = debits.find(({ status }) => status === 'APPROVED') ?? debits[0];
    if (debit !== undefined) return { debit, credits };
  }
  return { debit: null, credits };
}

function outcomeOf(context: VoucherifyContext, credit: CardTransaction): CallOutcome<Debited> {
  if (credit.status === 'REJECTED') return { status: 'refused', ...rejectionOf(context, credit) };
  if (credit.status !== 'APPROVED') return { status: 'accepted', engineReference: credit.id };
  return { status: 'done', value: { engineReference: credit.id } };
}
