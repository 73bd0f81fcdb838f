import type { SecurityEventResolvers } from '../generated/types.ts';

export const SecurityEvent: SecurityEventResolvers = {
  id: ({ id }) => id.toString(),
  details: ({ details }) => Object.entries(details).map(([name, value]) => ({ name, value })),
};
