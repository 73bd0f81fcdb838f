import type { EventDeliveryResolvers } from '../generated/types.ts';

export const EventDelivery: EventDeliveryResolvers = {
  sequence: ({ sequence }) => Number(sequence),
  nextAttemptAt: ({ state, nextAt }) => (state === 'PENDING' ? nextAt : null),
  lastStatus: ({ status }) => status,
  lastWords: ({ words }) => words,
};
