import type { ClaimedDelivery, EventDeliveries, EventDelivery } from '../events/eventDeliveries.ts';
import { arrayOf } from '../ledger/arrayLiteral.ts';
import { type EndpointRow, EVENT_ENDPOINTS, toEndpoint } from './createEventEndpoints.ts';
import * as statements from './eventDeliveryStatements.ts';
import type { Database } from './port.ts';

type ClaimedRow = EventDelivery & Pick<ClaimedDelivery, 'round' | 'epoch'>;

/** The deliveries of events in the database. */
export function createEventDeliveries(database: Database): EventDeliveries {
  return {
    async page({ programId, states, first, before }) {
      const asked = states === null ? null : arrayOf(states, (state) => state);
      const rows = await database.query<EventDelivery>(statements.PAGE, [programId, asked, before, first + 1]);
      return { deliveries: rows.slice(0, first), hasMore: rows.length > first };
    },
    find: async (id) => (await database.query<EventDelivery>(statements.FIND, [id]))[0] ?? null,
    replay: async (id) => (await database.query<EventDelivery>(statements.REPLAY, [id]))[0] ?? null,
    async claim({ most, perEndpoint, lease }) {
      const rows = await database.query<ClaimedRow>(statements.CLAIM, [most, perEndpoint, lease]);
      if (rows.length === 0) return [];
      const ids = arrayOf([...new Set(rows.map(({ endpointId }) => endpointId))], (id) => id);
      const found = await database.query<EndpointRow>(EVENT_ENDPOINTS, [ids]);
      const endpoints = new Map(found.map((row) => [row.id, toEndpoint(row)]));
      return rows.flatMap(({ round, epoch, ...delivery }) => {
        const endpoint = endpoints.get(delivery.endpointId);
        return endpoint === undefined ? [] : [{ delivery, endpoint, round, epoch }];
      });
    },
    async delivered({ delivery, epoch }, { status, words }) {
      await database.query(statements.DELIVERED, [delivery.id, epoch, status, words]);
    },
    async retry({ delivery, epoch }, { status, words }, dueIn, paused) {
      await database.query(statements.RETRY, [delivery.id, epoch, status, words, dueIn, paused]);
    },
    async giveUp({ delivery, endpoint, epoch }, { status, words }, reason) {
      await database.query(statements.GIVE_UP, [delivery.id, epoch, status, words, endpoint.version, reason]);
    },
    prune: async (days) => (await database.query(statements.PRUNE, [days])).length,
  };
}
