import type { EngineHttp } from '../http/engineHttp.ts';
import { type Capabilities, EngineUnavailable, type LoyaltyConnector } from '../loyaltyConnector.ts';
import { checkLoyalife } from './checkLoyalife.ts';
import { loyalifeBalance } from './loyalifeBalance.ts';
import type { LoyalifeContext } from './loyalifeCall.ts';
import { loyalifeDebit, loyalifeReverse } from './loyalifeDebit.ts';
import { loyalifeEarn } from './loyalifeEarn.ts';
import { loyalifeHistory } from './loyalifeHistory.ts';
import type { LoyalifeSecrets, LoyalifeSettings } from './loyalifeSettings.ts';
import { createLoyalifeTokens } from './loyalifeToken.ts';

/**
 * A redeem knows no reference of ours and a second one debits again, so nothing makes it certain: at best the history
 * shows our reference in a merchant's name, and how late a redeem may still appear there is not documented.
 */
const CAPABILITIES: Omit<Capabilities, 'earnsOnceFor'> = {
  certainty: 'none',
  resendWithin: null,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'full',
  earning: 'blind',
  fractionalPoints: false,
  batchBalances: false,
  history: true,
  // What a history shows between two calls is then one redemption's.
  oneAtATimePerMember: true,
};

export interface LoyalifeOptions {
  readonly settings: LoyalifeSettings;
  readonly secrets: LoyalifeSecrets;
  /** Opened with loyalifeHttp and the settings' base URL. Closed by the connector. */
  readonly http: EngineHttp;
}

/** Loyalife, Xoxoday's loyalty engine (help-loyalife.xoxoday.com). */
export function createLoyalifeConnector({ settings, secrets, http }: LoyalifeOptions): LoyaltyConnector {
  const context: LoyalifeContext = { http, settings, secrets, tokens: createLoyalifeTokens(http, settings, secrets) };
  return {
    capabilities: { ...CAPABILITIES, earnsOnceFor: settings.transactionsAreUnique ? null : 0 },
    balances: async (members, signal) =>
      Promise.all(
        members.map(async (member) =>
          loyalifeBalance(context, member, signal).catch((error: unknown) => {
            if (error instanceof EngineUnavailable) return error;
            throw error;
          }),
        ),
      ),
    debit: async (debit, signal) => loyalifeDebit(context, debit, signal),
    reverse: async (reversal, signal) => loyalifeReverse(context, reversal, signal),
    earn: async (transaction, signal) => loyalifeEarn(context, transaction, signal),
    history: async (member, from, to, signal) => loyalifeHistory(context, member, from, to, signal),
    check: async (signal) => checkLoyalife(context, signal),
    close: async () => http.close(),
  };
}
