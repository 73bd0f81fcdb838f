import type { WebhookKeyResolvers } from '../generated/types.ts';

export const WebhookKey: WebhookKeyResolvers = {
  scheme: ({ scheme }) => (scheme === 'v1' ? 'V1' : 'V1A'),
};
