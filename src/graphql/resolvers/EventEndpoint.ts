import { toGraphEventType } from '../eventTypes.ts';
import type { EventEndpointResolvers } from '../generated/types.ts';

export const EventEndpoint: EventEndpointResolvers = {
  types: ({ types }) => types && types.map(toGraphEventType),
};
