import { notNegative } from '../http/decimalText.ts';
import type { EngineHttp } from '../http/engineHttp.ts';
import {
  type EngineBalance,
  type EngineMember,
  EngineUnavailable,
  type LoyaltyConnector,
} from '../loyaltyConnector.ts';
import { checkVoucherify } from './checkVoucherify.ts';
import { createRateLimit } from './createRateLimit.ts';
import type { VoucherifyContext } from './voucherifyCall.ts';
import { findCard } from './voucherifyCard.ts';
import { voucherifyDebit, voucherifyLookup } from './voucherifyDebit.ts';
import { voucherifyHistory } from './voucherifyHistory.ts';
import { voucherifyNews } from './voucherifyNews.ts';
import { voucherifyReverse } from './voucherifyReverse.ts';
import type { VoucherifySecrets, VoucherifySettings } from './voucherifySettings.ts';

export interface VoucherifyOptions {
  readonly settings: VoucherifySettings;
  readonly secrets: VoucherifySecrets;
  /** Opened with voucherifyHttp and the settings' base URL. Closed by the connector. */
  readonly http: EngineHttp;
}

/** Voucherify's Loyalty v2 (docs.voucherify.io/api-reference/loyalty-v2-api-overview). */
export function createVoucherifyConnector({ settings, secrets, http }: VoucherifyOptions): LoyaltyConnector {
  const context: VoucherifyContext = { http, settings, secrets, rateLimit: createRateLimit() };
  return {
    capabilities: {
      // "Do not automatically replay" (guides/loyalty-v2-take-to-production): nothing there knows a second one.
      certainty: 'lookup',
      resendWithin: null,
      settlesWithin: settings.settlesWithinSeconds * 1000,
      isAsynchronous: true,
      reversal: 'partial',
      earning: 'none',
      earnsOnceFor: 0,
      fractionalPoints: false,
      batchBalances: false,
      history: true,
      oneAtATimePerMember: false,
    },
    balances: async (members, signal) =>
      Promise.all(members.map(async (member) => voucherifyBalance(context, member, signal))),
    debit: async (debit, signal) => voucherifyDebit(context, debit, signal),
    lookup: async (debit, signal) => voucherifyLookup(context, debit, signal),
    reverse: async (reversal, signal) => voucherifyReverse(context, reversal, signal),
    history: async (member, from, to, signal) => voucherifyHistory(context, member, from, to, signal),
    news: voucherifyNews(settings, secrets),
    check: async (signal) => checkVoucherify(context, signal),
    close: async () => http.close(),
  };
}

async function voucherifyBalance(
  context: VoucherifyContext,
  member: EngineMember,
  signal: AbortSignal,
): Promise<EngineBalance | null | EngineUnavailable> {
  const found = await findCard(context, member, signal);
  if (found.status === 'absent') return null;
  if (found.status === 'failed') return new EngineUnavailable(found.words);
  return { available: notNegative(found.card.points), pending: notNegative(found.card.pending) };
}
