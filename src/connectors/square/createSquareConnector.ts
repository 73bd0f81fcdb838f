import type { Capabilities, LoyaltyConnector } from '../loyaltyConnector.ts';
import { checkSquare } from './checkSquare.ts';
import { squareBalance } from './squareBalance.ts';
import { loadSquare, type SquareContext } from './squareCall.ts';
import { squareDebit, squareLookup } from './squareDebit.ts';
import { squareEarn } from './squareEarn.ts';
import { squareHistory } from './squareHistory.ts';
import { squareNews } from './squareNews.ts';
import { squareReverse } from './squareReverse.ts';

/**
 * Square publishes no time for which it keeps a key (developer.squareup.com/forums/t/28303). A day is what others keep;
 * later a redemption is looked up instead.
 */
const RESEND_WITHIN = 24 * 60 * 60 * 1000;

/**
 * A seller's Square Loyalty program, by the official client. `http` is opened with squareHttp at the settings' baseUrl,
 * and closed by the connector.
 */
export function createSquareConnector(context: SquareContext): LoyaltyConnector {
  const { programId, locationId } = context.settings;
  const earning = programId === undefined || locationId === undefined ? null : { programId, locationId };
  const capabilities: Capabilities = {
    certainty: 'resend',
    resendWithin: RESEND_WITHIN,
    settlesWithin: null,
    isAsynchronous: false,
    reversal: 'partial',
    earning: earning === null ? 'none' : 'told',
    earnsOnceFor: RESEND_WITHIN,
    fractionalPoints: false,
    batchBalances: false,
    history: true,
    oneAtATimePerMember: false,
  };
  // In the background, so that the first call does not wait for it; a failure shows in that call.
  loadSquare().catch(() => undefined);
  return {
    capabilities,
    balances: async (members, signal) =>
      Promise.all(members.map(async (member) => squareBalance(context, member, signal))),
    debit: async (debit, signal) => squareDebit(context, debit, signal),
    lookup: async (debit, signal) => squareLookup(context, debit, signal),
    reverse: async (reversal, signal) => squareReverse(context, reversal, signal),
    ...(earning !== null && {
      earn: async (transaction, signal) => squareEarn(context, earning, transaction, signal),
    }),
    history: async (member, from, to, signal) => squareHistory(context, member, from, to, signal),
    news: squareNews(context.settings, context.secrets),
    check: async (signal) => checkSquare(context, signal),
    close: async () => context.http.close(),
  };
}
