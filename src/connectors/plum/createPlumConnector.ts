import type { EngineHttp } from '../http/engineHttp.ts';
import {
  type CheckStep,
  type EngineBalance,
  type EngineMember,
  EngineUnavailable,
  type LoyaltyConnector,
} from '../loyaltyConnector.ts';
import { checkPlum } from './checkPlum.ts';
import type { PlumStorefront } from './createPlumStorefront.ts';
import { answerOf, createPlumCall, outcomeOf, plumPoints } from './plumCalls.ts';
import { plumNews } from './plumNews.ts';
import type { PlumSecrets, PlumSettings } from './plumSettings.ts';

export interface PlumEngine {
  readonly settings: PlumSettings;
  readonly secrets: PlumSecrets;
  /** Opened at the settings' baseUrl, with their notProcessed. */
  readonly http: EngineHttp;
  /** Null: none is configured. */
  readonly storefront?: PlumStorefront | null;
}

/**
 * A loyalty system that speaks Plum's points contract. An order is debited once, so its reference may be sent again
 * until the answer is definite. The requests of one debit are equal to the byte: there is no date in them.
 */
export function createPlumConnector({ settings, secrets, http, storefront = null }: PlumEngine): LoyaltyConnector {
  const { keys, paths, refunds } = settings;
  const call = createPlumCall(http, settings, secrets);

  const balance = async (
    { id }: EngineMember,
    signal: AbortSignal,
  ): Promise<EngineBalance | null | EngineUnavailable> => {
    const result = await call(paths.balance, { [keys.memberId]: id }, signal);
    if (result.status === 'notSent' || result.status === 'unknown') return new EngineUnavailable(result.words);
    const answer = answerOf(result);
    if (answer === null || answer.memberId !== (answer.memberId === null ? null : id)) {
      return new EngineUnavailable(`${http.name} answered about another member.`);
    }
    if (answer.ok && answer.points !== null) return { available: answer.points, pending: '0' };
    const isUnknown = answer.code !== null && settings.refusals[answer.code] === 'MEMBER_UNKNOWN';
    return !answer.ok && isUnknown
      ? null
      : new EngineUnavailable(`${http.name} did not say how many points there are.`);
  };

  return {
    capabilities: {
      certainty: 'resend',
      resendWithin: null,
      settlesWithin: null,
      isAsynchronous: false,
      reversal: refunds,
      earning: 'none',
      earnsOnceFor: 0,
      fractionalPoints: settings.fractionalPoints,
      batchBalances: false,
      history: false,
      oneAtATimePerMember: false,
    },
    balances: async (members, signal) => Promise.all(members.map(async (member) => balance(member, signal))),
    debit: async ({ member, points, reference, rewardId }, signal) => {
      const amount = plumPoints(points, settings);
      const order = { [keys.memberId]: member.id, [keys.redeemPoints]: amount, [keys.orderId]: reference };
      const orderData = [{ quantity: 1, orderAmount: amount, product: { productId: rewardId, price: amount } }];
      const body = rewardId === null ? order : { ...order, orderData };
      return outcomeOf(await call(paths.redeem, body, signal), reference, settings, secrets);
    },
    ...(refunds !== 'none' && {
      reverse: async ({ member, reference, reversalReference, debited, points }, signal) => {
        if (refunds === 'full' && points !== debited) {
          return { status: 'refused', reason: 'NOT_REVERSIBLE', words: 'This engine gives back whole orders only.' };
        }
        const body = {
          [keys.memberId]: member.id,
          [keys.orderId]: reference,
          [keys.refundPoints]: plumPoints(points, settings),
          ...(keys.refundId !== null && { [keys.refundId]: reversalReference }),
        };
        return outcomeOf(await call(paths.refund, body, signal), reference, settings, secrets);
      },
    }),
    news: plumNews(secrets),
    storefront,
    check: async (signal) => [
      ...(await checkPlum(call, settings, secrets, signal)),
      ...(await checkStorefront(storefront, settings, signal)),
    ],
    async close() {
      await Promise.all([http.close(), storefront?.close()]);
    },
  };
}

async function checkStorefront(
  storefront: PlumStorefront | null,
  settings: PlumSettings,
  signal: AbortSignal,
): Promise<readonly CheckStep[]> {
  if (storefront !== null) return [await storefront.check(signal)];
  if (settings.storefront === undefined) return [];
  const words = 'The storefront needs clientSecret and refreshToken among the secrets.';
  return [{ name: 'storefront', ok: false, words }];
}
