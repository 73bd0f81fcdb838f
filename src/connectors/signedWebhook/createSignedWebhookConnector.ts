import { canonicalDecimal } from '../../ledger/points.ts';
import type { EngineHttp } from '../http/engineHttp.ts';
import type { Capabilities, LoyaltyConnector } from '../loyaltyConnector.ts';
import { checkSignedWebhook } from './checkSignedWebhook.ts';
import { debitedOf, lookupOf, outcomeOf } from './outcomes.ts';
import { readBalances } from './readBalances.ts';
import { readHistory } from './readHistory.ts';
import { createSignedCall } from './signedCall.ts';
import { signedWebhookNews } from './signedWebhookNews.ts';
import type { SignedWebhookSecrets, SignedWebhookSettings } from './signedWebhookSettings.ts';
import { debitAnswer, earningAnswer, lookupAnswer, reversalAnswer } from './wire.ts';

export interface SignedWebhookEngine {
  readonly settings: SignedWebhookSettings;
  readonly secrets: SignedWebhookSecrets;
  /** Opened at the settings' baseUrl, with SIGNED_WEBHOOK_NOT_PROCESSED. */
  readonly http: EngineHttp;
}

/** By the contract, what an engine answers by 429 it has not processed. */
export const SIGNED_WEBHOOK_NOT_PROCESSED: readonly number[] = [429];

/** An engine, or a middleware before one, that implements our own contract. */
export function createSignedWebhookConnector({ settings, secrets, http }: SignedWebhookEngine): LoyaltyConnector {
  const { reversals, earnings } = settings;
  const call = createSignedCall(http, secrets);
  const hidden = [secrets.signingSecret, secrets.previousSigningSecret ?? ''];
  const needsLookup = settings.certainty === 'lookup' || settings.isAsynchronous;

  return {
    capabilities: capabilitiesOf(settings),
    balances: async (members, signal) => readBalances(call, members, settings.balancesAtOnce, signal),
    debit: async ({ member, points, reference, orderId, rewardId }, signal) => {
      const body = { reference, member: member.id, points, orderId, rewardId };
      const id = `debit-${reference}`;
      const said = await call({ path: '/debits', body, answerSchema: debitAnswer, id, signal });
      return outcomeOf(said, reference, hidden, debitedOf);
    },
    ...(needsLookup && {
      lookup: async ({ member, reference }, signal) => {
        const body = { reference, member: member.id };
        const said = await call({ path: '/debits/lookup', body, answerSchema: lookupAnswer, id: null, signal });
        return lookupOf(said, reference, hidden);
      },
    }),
    ...(reversals !== 'none' && {
      reverse: async ({ member, reference, reversalReference, debited, points }, signal) => {
        if (reversals === 'full' && points !== debited) {
          return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'This engine gives back whole debits only.' };
        }
        const body = { reference: reversalReference, debitReference: reference, member: member.id, points, debited };
        const id = `reversal-${reversalReference}`;
        const said = await call({ path: '/reversals', body, answerSchema: reversalAnswer, id, signal });
        return outcomeOf(said, reversalReference, hidden, debitedOf);
      },
    }),
    ...(earnings !== 'none' && {
      earn: async ({ member, reference, occurredAt, ...facts }, signal) => {
        const { transactionId, kind, amount, category, merchantId } = facts;
        const what = { transactionId, kind, amount, category, merchantId, occurredAt: occurredAt.toISOString() };
        const body = { reference, member: member.id, ...what };
        const id = `earning-${reference}`;
        const said = await call({ path: '/earnings', body, answerSchema: earningAnswer, id, signal });
        return outcomeOf(said, reference, hidden, (answer) => ({
          ...debitedOf(answer),
          points: answer.points === null ? null : canonicalDecimal(answer.points),
        }));
      },
    }),
    ...(settings.history && {
      history: async (member, from, to, signal) => readHistory(call, member, from, to, signal),
    }),
    news: signedWebhookNews(settings, secrets),
    check: async (signal) => checkSignedWebhook(call, settings, signal),
    close: async () => http.close(),
  };
}

function capabilitiesOf(settings: SignedWebhookSettings): Capabilities {
  const { certainty, settlesWithin, balancesAtOnce, reversals, earnings } = settings;
  return {
    certainty,
    resendWithin: null,
    settlesWithin: certainty === 'lookup' ? settlesWithin : null,
    isAsynchronous: settings.isAsynchronous,
    reversal: reversals,
    earning: earnings,
    earnsOnceFor: null,
    fractionalPoints: settings.fractionalPoints,
    batchBalances: balancesAtOnce > 1,
    history: settings.history,
    oneAtATimePerMember: settings.oneAtATimePerMember,
  };
}
