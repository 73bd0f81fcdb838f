import type { CheckStep } from '../loyaltyConnector.ts';
import { decimalText } from '../http/decimalText.ts';
import { relationOf } from './loyalifeBalance.ts';
import { callLoyalife, type LoyalifeContext } from './loyalifeCall.ts';

/** Nobody's. That Loyalife does not know them shows that the program answers. */
const NOBODY = { id: 'connection-check@example.invalid' };

/** Asks for a token, and for the balance of a member who does not exist. */
export async function checkLoyalife(context: LoyalifeContext, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const token = await context.tokens.get(signal);
  if (typeof token !== 'string') {
    const where = 'Compare them with Loyalife Admin → Configurations → Program Settings → API, and the base URL.';
    return [{ name: 'Credentials', ok: false, words: `${token.words} ${where}` }];
  }
  const credentials: CheckStep = { name: 'Credentials', ok: true, words: 'Loyalife gave a token.' };
  const body = relationOf(context, NOBODY);
  const said = await callLoyalife(context, '/pg-lm/API/PG/CheckAvailability', body, decimalText, signal);
  const ok = said.status === 'said' || (said.status === 'failed' && said.reason === 'MEMBER_UNKNOWN');
  const where = 'Compare the program id, the relation type and the transaction currency with what Xoxoday issued.';
  const words = ok ? 'The program answers.' : `${'words' in said ? said.words : ''} ${where}`;
  return [credentials, { name: 'Program', ok, words }];
}
