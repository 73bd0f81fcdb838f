import { negated } from '../http/decimalText.ts';
import { type EngineMember, type EngineMovement, EngineUnavailable } from '../loyaltyConnector.ts';
import { referenceInReason } from './reason.ts';
import type { VoucherifyContext } from './voucherifyCall.ts';
import { findCard } from './voucherifyCard.ts';
import type { CardTransaction } from './voucherifySchemas.ts';
import { transactionsOf } from './voucherifyTransactions.ts';

/**
 * What each type does to the points that can be spent. Totals are written with a sign by some types and without one by
 * others: the page says "negative for debits", and its own example of POINTS_SPENT_ON_REWARD has none.
 */
const EFFECTS: Readonly<Record<string, 'adds' | 'takes' | 'none'>> = {
  ADMIN_CREDIT: 'adds',
  ADMIN_DEBIT: 'takes',
  ADMIN_POINTS_EXPIRATION: 'takes',
  POINTS_EARNED: 'adds',
  POINTS_SPENT_ON_REWARD: 'takes',
  POINTS_PURCHASED: 'adds',
  POINTS_PURCHASE_REVERSED: 'takes',
  POINTS_SPENT_ON_ORDER: 'takes',
  POINTS_REFUNDED: 'adds',
  POINTS_RETURNED: 'adds',
  POINTS_EXPIRED: 'takes',
  PENDING_POINTS_ADDED: 'none',
  PENDING_POINTS_ACTIVATED: 'adds',
  PENDING_POINTS_CANCELED: 'none',
};

/** A member's movements of a time, both ends included, oldest first. Throws EngineUnavailable. */
export async function voucherifyHistory(
  context: VoucherifyContext,
  member: EngineMember,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<readonly EngineMovement[]> {
  const found = await findCard(context, member, signal);
  if (found.status === 'absent') throw new EngineUnavailable('Voucherify does not know the member.');
  if (found.status === 'failed') throw new EngineUnavailable(found.words);
  const [after, before] = [new Date(from.getTime() - 1), new Date(to.getTime() + 1)];
  const query = { order: 'created_at', after, before } as const;
  const movements: EngineMovement[] = [];
  for await (const page of transactionsOf(context, found.card, query, signal)) {
    movements.push(...page.flatMap((one) => movementOf(one) ?? []));
  }
  return movements.filter(({ occurredAt }) => occurredAt >= from && occurredAt <= to);
}

function movementOf({ id, type, status, created_at: occurredAt, details }: CardTransaction): EngineMovement | null {
  if (status !== 'APPROVED') return null;
  const effect = Object.hasOwn(EFFECTS, type) ? EFFECTS[type] : undefined;
  const total = details?.points?.total ?? details?.bucket?.points.total;
  if (effect === 'none') return null;
  if (effect === undefined || total === undefined) {
    throw new EngineUnavailable('Voucherify has a transaction of a type that is not known here.');
  }
  const reason = details?.reason ?? null;
  return {
    engineReference: id,
    reference: referenceInReason(reason),
    points: effect === 'takes' && !total.startsWith('-') ? negated(total) : total,
    occurredAt,
    words: reason?.slice(0, 200) ?? null,
  };
}
