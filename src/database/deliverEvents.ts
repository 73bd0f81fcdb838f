import type { PointsEvent } from '../events/event.ts';
import { eventBody } from '../events/eventBody.ts';
import type { Listener } from '../events/publishing.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { groupBy } from '../ledger/groupBy.ts';
import { stableUuid } from '../ledger/stableUuid.ts';
import { COUNT_ON, DELIVER, KNOWN } from './eventPublishingStatements.ts';
import type { Sql } from './port.ts';

interface Planned {
  readonly id: string;
  readonly listener: Listener;
  readonly event: PointsEvent;
}

interface Counted {
  readonly endpointId: string;
  readonly memberId: string;
  readonly sequence: bigint;
}

/**
 * Makes a delivery of each event for each listener that wants it, and counts it for the member there. Whoever calls it
 * holds the publishers' lock: nobody else adds deliveries between finding that one is not there and adding it, so none
 * is made twice and no number is used up for nothing.
 */
export async function deliverEvents(
  sql: Sql,
  events: readonly PointsEvent[],
  listeners: readonly Listener[],
): Promise<number> {
  const planned = await unknown(sql, plan(events, listeners));
  if (planned.length === 0) return 0;
  const groups = groupBy(planned, keyOf);
  const counted = await sql.query<Counted>(COUNT_ON, [
    arrayOf([...groups.values()], ([first]) => first?.listener.id ?? null),
    arrayOf([...groups.values()], ([first]) => quoted(first?.event.memberId ?? '')),
    arrayOf([...groups.values()], (group) => group.length),
  ]);
  const next = new Map<string, bigint>();
  for (const { endpointId, memberId, sequence } of counted) {
    const key = `${endpointId} ${memberId}`;
    next.set(key, sequence - BigInt(groups.get(key)?.length ?? 0) + 1n);
  }
  const rows = planned.map((one) => {
    const sequence = next.get(keyOf(one)) ?? 1n;
    next.set(keyOf(one), sequence + 1n);
    const { id, listener, event } = one;
    return { id, listener, event, sequence, body: eventBody(event, sequence, listener.format) };
  });
  await sql.query(DELIVER, [
    arrayOf(rows, ({ id }) => id),
    arrayOf(rows, ({ listener }) => listener.id),
    arrayOf(rows, ({ event }) => quoted(event.programId)),
    arrayOf(rows, ({ event }) => event.id),
    arrayOf(rows, ({ event }) => quoted(event.memberId)),
    arrayOf(rows, ({ event }) => quoted(event.type)),
    arrayOf(rows, ({ sequence }) => sequence),
    arrayOf(rows, ({ body }) => quoted(body)),
  ]);
  return rows.length;
}

const keyOf = ({ listener, event }: Planned): string => `${listener.id} ${event.memberId}`;

function plan(events: readonly PointsEvent[], listeners: readonly Listener[]): Planned[] {
  const planned = new Map<string, Planned>();
  for (const event of events) {
    for (const listener of listeners) {
      const { programId, types } = listener;
      if (programId !== event.programId || (types !== null && !types.includes(event.type))) continue;
      const id = stableUuid('event delivery', listener.id, event.id);
      planned.set(id, { id, listener, event });
    }
  }
  return [...planned.values()];
}

async function unknown(sql: Sql, planned: readonly Planned[]): Promise<readonly Planned[]> {
  if (planned.length === 0) return planned;
  const rows = await sql.query<{ readonly id: string }>(KNOWN, [arrayOf(planned, ({ id }) => id)]);
  const known = new Set(rows.map(({ id }) => id));
  return planned.filter(({ id }) => !known.has(id));
}
