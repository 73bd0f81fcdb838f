import type { EventEndpointKeyResolvers } from '../generated/types.ts';

export const EventEndpointKey: EventEndpointKeyResolvers = {
  scheme: ({ scheme }) => (scheme === 'v1' ? 'V1' : 'V1A'),
};
