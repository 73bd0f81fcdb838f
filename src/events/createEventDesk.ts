import { randomUUID } from 'node:crypto';
import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import type { OpenedAddresses } from '../connectors/http/addressGuard.ts';
import { refuseUrl } from '../connectors/http/engineUrl.ts';
import { adminProgram } from '../engines/adminProgram.ts';
import { checkNote } from '../failure/checkText.ts';
import { BadInput } from '../failure/failure.ts';
import { isUuid } from '../ledger/stableUuid.ts';
import type { Programs } from '../program/programs.ts';
import { isSigning, newEventKey } from './endpointKey.ts';
import type { SendingContext } from './attemptDelivery.ts';
import type { EventEndpoints, StoredEndpoint } from './eventEndpoints.ts';
import type { EventDesk, EventEndpoint } from './eventDesk.ts';
import { eventRefusal } from './eventRefusal.ts';
import { sendTestEvent } from './sendTestEvent.ts';

export interface EventDeskParts extends SendingContext {
  readonly endpoints: EventEndpoints;
  readonly programs: Pick<Programs, 'find' | 'defaultId'>;
  readonly opened: OpenedAddresses;
}

const OVERLAP = 24 * 3_600_000;
/** Each multiplies what a posting writes. */
const MOST_ENDPOINTS = 20;
const BY_OPERATOR = 'An operator disabled it.';

export function createEventDesk(parts: EventDeskParts): EventDesk {
  const { endpoints, deliveries, programs, sealer, opened, now } = parts;

  const reached = async (viewer: Viewer, id: string): Promise<StoredEndpoint | null> => {
    requireStaffScope(viewer, 'points:admin');
    const endpoint = isUuid(id) ? await endpoints.find(id) : null;
    return endpoint !== null && reachesProgram(viewer, endpoint.programId) ? endpoint : null;
  };

  return {
    async endpoints(viewer, programId) {
      requireStaffScope(viewer, 'points:admin');
      return reachesProgram(viewer, programId) ? (await endpoints.ofProgram(programId)).map(shown) : [];
    },
    async deliveries(viewer, query) {
      requireStaffScope(viewer, 'points:admin');
      return reachesProgram(viewer, query.programId) ? deliveries.page(query) : { deliveries: [], hasMore: false };
    },

    async register(viewer, { programId, name, url, types = null, format, scheme }) {
      const program = await adminProgram(programs, viewer, programId);
      if (name.trim() === '') throw new BadInput('input.name', 'is empty');
      checkNote('input.name', name);
      checkTypes(types);
      if (program === null) return eventRefusal('NO_PROGRAM');
      const words = refuseUrl(url, opened);
      if (words !== null) return eventRefusal('INVALID_URL', words);
      if (sealer === null) return eventRefusal('NO_ENCRYPTION_KEYS');
      const id = randomUUID();
      const createdAt = now();
      const { key, secret } = newEventKey(sealer, id, scheme, createdAt);
      const made = {
        id,
        programId: program.id,
        name,
        url,
        types,
        format,
        keys: [key],
        createdBy: viewer.subject,
        createdAt,
      };
      if (!(await endpoints.add(made, MOST_ENDPOINTS))) return eventRefusal('TOO_MANY');
      const endpoint = { ...made, version: 1, disabledAt: null, disabledReason: null };
      return { ok: true, value: { endpoint: shown(endpoint), secret } };
    },

    async change(viewer, { endpointId, url, types, isDisabled }) {
      if ((await reached(viewer, endpointId)) === null) return eventRefusal('NOT_FOUND');
      checkTypes(types ?? null);
      const words = url == null ? null : refuseUrl(url, opened);
      if (words !== null) return eventRefusal('INVALID_URL', words);
      const changed = await endpoints.change(endpointId, ({ disabledReason }) => ({
        ...(url != null && { url }),
        ...(types !== undefined && { types }),
        ...(isDisabled != null && { disabledReason: isDisabled ? (disabledReason ?? BY_OPERATOR) : null }),
      }));
      return changed === null ? eventRefusal('NOT_FOUND') : { ok: true, value: shown(changed) };
    },

    async rotate(viewer, endpointId) {
      if ((await reached(viewer, endpointId)) === null) return eventRefusal('NOT_FOUND');
      if (sealer === null) return eventRefusal('NO_ENCRYPTION_KEYS');
      const at = now();
      const expiresAt = new Date(at.getTime() + OVERLAP);
      let secret: string | null = null;
      // Under the endpoint's lock: two rotations at once are one, and one refused.
      const rotated = await endpoints.change(endpointId, ({ keys: [newest, ...older] }) => {
        if (newest === undefined || older.some((key) => isSigning(key, at))) return null;
        const made = newEventKey(sealer, endpointId, newest.scheme, at);
        ({ secret } = made);
        return { keys: [made.key, { ...newest, expiresAt }] };
      });
      if (rotated === null) return eventRefusal('ROTATION_UNDER_WAY');
      return { ok: true, value: { endpoint: shown(rotated), secret } };
    },

    async remove(viewer, endpointId) {
      const endpoint = await reached(viewer, endpointId);
      if (endpoint === null || !(await endpoints.remove(endpointId))) return eventRefusal('NOT_FOUND');
      return { ok: true, value: shown(endpoint) };
    },

    async sendTest(viewer, endpointId) {
      const endpoint = await reached(viewer, endpointId);
      return endpoint === null ? eventRefusal('NOT_FOUND') : { ok: true, value: await sendTestEvent(parts, endpoint) };
    },

    async replay(viewer, deliveryId) {
      requireStaffScope(viewer, 'points:admin');
      const delivery = isUuid(deliveryId) ? await deliveries.find(deliveryId) : null;
      if (delivery === null || !reachesProgram(viewer, delivery.programId)) return eventRefusal('NO_DELIVERY');
      const replayed = await deliveries.replay(deliveryId);
      return replayed === null ? eventRefusal('NOT_SETTLED') : { ok: true, value: replayed };
    },
  };
}

function checkTypes(types: readonly string[] | null): void {
  if (types?.length === 0) throw new BadInput('input.types', 'is empty: leave it out for every type');
}

/** Without what can sign. */
function shown({ keys, ...endpoint }: StoredEndpoint): EventEndpoint {
  return {
    ...endpoint,
    keys: keys.map(({ scheme, publicKey, createdAt, expiresAt }) => ({ scheme, publicKey, createdAt, expiresAt })),
  };
}
