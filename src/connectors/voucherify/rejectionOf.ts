import { engineWords } from '../http/engineWords.ts';
import type { RefusalReason } from '../loyaltyConnector.ts';
import type { VoucherifyContext } from './voucherifyCall.ts';
import type { CardTransaction } from './voucherifySchemas.ts';

/** Why a transaction was rejected. Its reasons are not listed; one of the rewards' is insufficient_balance. */
export function rejectionOf(
  { secrets }: VoucherifyContext,
  { details }: CardTransaction,
): { readonly reason: RefusalReason; readonly words: string } {
  const said = engineWords(details?.rejection?.reason ?? 'no reason', [secrets.appToken]);
  const isShort = said.includes('insufficient') || said === 'zero_card_balance';
  return { reason: isShort ? 'INSUFFICIENT_POINTS' : 'REFUSED', words: `Voucherify rejected it: ${said}` };
}
