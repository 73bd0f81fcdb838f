import type { PointsEvent } from './event.ts';
import type { EventFormat } from './eventEndpoints.ts';

/** The event as it is sent, the same text on every attempt. The sequence counts the endpoint's events of the member. */
export function eventBody(
  { id, type, programId, memberId, at, data }: Omit<PointsEvent, 'type'> & { readonly type: string },
  sequence: bigint,
  format: EventFormat,
): string {
  const told = { programId, memberId, sequence: Number(sequence), ...data };
  const timestamp = at.toISOString();
  if (format === 'STANDARD') return JSON.stringify({ type, timestamp, data: told });
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/programs/${encodeURIComponent(programId)}`,
    type,
    subject: memberId,
    time: timestamp,
    datacontenttype: 'application/json',
    data: told,
  });
}

export const contentTypeOf = (format: EventFormat): string =>
  format === 'STANDARD' ? 'application/json' : 'application/cloudevents+json';
