import { EngineUnavailable, type LoyaltyConnector } from '../connectors/loyaltyConnector.ts';

/**
 * In the place of an engine whose configuration cannot be used: its secrets cannot be read, or a version of this service
 * knows its settings no more. Nothing is ever sent, so everything may be tried again when it is mended; the program's
 * points do not move to our own ledger meanwhile.
 */
export function brokenConnector(words: string): LoyaltyConnector {
  const notSent = { status: 'notSent', words, retryAfter: null } as const;
  return {
    capabilities: {
      certainty: 'resend',
      resendWithin: null,
      settlesWithin: null,
      isAsynchronous: false,
      reversal: 'partial',
      earning: 'blind',
      earnsOnceFor: null,
      fractionalPoints: true,
      batchBalances: true,
      history: false,
      oneAtATimePerMember: false,
    },
    balances: async (members) => members.map(() => new EngineUnavailable(words)),
    debit: async () => notSent,
    lookup: async () => ({ status: 'unknown', words }),
    reverse: async () => notSent,
    earn: async () => notSent,
    storefront: { session: async () => notSent },
    check: async () => [{ name: 'Configuration', ok: false, words }],
    close: async () => {},
  };
}
