import type { Capabilities, LoyaltyConnector } from '../loyaltyConnector.ts';
import { checkTalonOne } from './checkTalonOne.ts';
import { createKeyedQueue } from './keyedQueue.ts';
import { talonOneBalance } from './talonOneBalance.ts';
import type { TalonOneContext } from './talonOneCall.ts';
import { talonOneDebit, talonOneLookup } from './talonOneDebit.ts';
import { talonOneEarn } from './talonOneEarn.ts';
import { talonOneHistory } from './talonOneHistory.ts';
import { talonOneNews } from './talonOneNews.ts';
import { talonOneReverse } from './talonOneReverse.ts';

const CAPABILITIES: Capabilities = {
  certainty: 'resend',
  // A key and its answer are kept for a day (docs.talon.one/integration-api); later a redemption is looked up instead.
  resendWithin: 24 * 60 * 60 * 1000,
  settlesWithin: null,
  isAsynchronous: false,
  reversal: 'full',
  earning: 'told',
  // A closed session and an event of its id are known for ever.
  earnsOnceFor: null,
  fractionalPoints: true,
  batchBalances: false,
  history: true,
  oneAtATimePerMember: true,
};

/**
 * A Talon.One loyalty program, by the Integration API alone: its Management API is not for real-time use. `http` is
 * opened with talonOneHttp at the settings' baseUrl, and closed by the connector.
 */
export function createTalonOneConnector(options: Omit<TalonOneContext, 'queue'>): LoyaltyConnector {
  const context: TalonOneContext = { ...options, queue: createKeyedQueue() };
  const { queue, http } = context;
  const late = { status: 'notSent', words: `No time was left to call ${http.name}.`, retryAfter: null } as const;
  return {
    capabilities: CAPABILITIES,
    balances: async (members, signal) =>
      Promise.all(members.map(async (member) => talonOneBalance(context, member, signal))),
    debit: async (debit, signal) => {
      const outcome = await queue.run(debit.member.id, signal, async () => talonOneDebit(context, debit, signal));
      return outcome === 'late' ? late : outcome;
    },
    lookup: async (debit, signal) => talonOneLookup(context, debit, signal),
    reverse: async (reversal, signal) => {
      const work = async () => talonOneReverse(context, reversal, signal);
      const outcome = await queue.run(reversal.member.id, signal, work);
      return outcome === 'late' ? late : outcome;
    },
    earn: async (transaction, signal) => {
      const work = async () => talonOneEarn(context, transaction, signal);
      const outcome = await queue.run(transaction.member.id, signal, work);
      return outcome === 'late' ? late : outcome;
    },
    history: async (member, from, to, signal) => talonOneHistory(context, member, from, to, signal),
    news: talonOneNews(context.secrets),
    check: async (signal) => checkTalonOne(context, signal),
    close: async () => http.close(),
  };
}
