import { EVENT_TYPES, type EventType } from '../events/eventTypes.ts';
import type { EventType as GraphEventType } from './generated/types.ts';

/** The graph's name of a type: points.earned is POINTS_EARNED. */
export function toGraphEventType(type: EventType): GraphEventType {
  return type.toUpperCase().replace('.', '_') as GraphEventType;
}

export function fromGraphEventType(name: GraphEventType): EventType {
  const type = EVENT_TYPES.find((one) => toGraphEventType(one) === name);
  if (type === undefined) throw new Error(`the graph has an event type that nobody knows: ${name}`);
  return type;
}
