import { z } from 'zod';
import { exactNumber } from '../http/exactDecimal.ts';
import type { CallOutcome, Earned, EngineTransaction } from '../loyaltyConnector.ts';
import { callLoyalife, type LoyalifeContext, outcomeOf } from './loyalifeCall.ts';
import { toWallClock } from './localTime.ts';
import { refusal } from '../http/refusal.ts';

/**
 * Hands a transaction to Loyalife's rules. It answers that it was taken in, never what was awarded ("Insert
 * Transaction"). transaction_id is not unique there; _xoxo_api_client_idempotency is where the program maps it to a
 * unique column ("Idempotency").
 */
export async function loyalifeEarn(
  context: LoyalifeContext,
  transaction: EngineTransaction,
  signal: AbortSignal,
): Promise<CallOutcome<Earned>> {
  const { settings } = context;
  const { amount, category } = transaction;
  if (amount !== null && settings.currencyCode !== undefined && amount.currencyCode !== settings.currencyCode) {
    return refusal('REFUSED', `Transactions of this program are in ${settings.currencyCode}.`);
  }
  const known =
    category !== null && Object.hasOwn(settings.products, category) ? settings.products[category] : undefined;
  const product = known ?? settings.defaultProduct;
  if (product === undefined) return refusal('REFUSED', 'No product code of Loyalife is configured for this category.');
  const money = exactNumber(amount?.amount ?? '0');
  if (money === null) return refusal('REFUSED', 'No JSON number names this amount.');
  const body = {
    transaction_id: transaction.transactionId,
    _xoxo_api_client_idempotency: transaction.reference,
    amount: money,
    transaction_date: toWallClock(transaction.occurredAt, settings.timeZone).slice(0, 10),
    product_code: product.productCode,
    ...(product.subProductCode === undefined ? {} : { sub_product_code: product.subProductCode }),
    member_relation_reference: transaction.member.id,
    transaction_type: 'DR',
  };
  const path = '/transaction-lm/API/Transaction/InsertTransactionData';
  const said = await callLoyalife(context, path, body, z.literal(true), signal);
  return outcomeOf(said, () => ({ points: null, engineReference: null }));
}
