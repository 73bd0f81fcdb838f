import type { EventEndpoints, StoredEndpoint, StoredEventKey } from '../events/eventEndpoints.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import type { Database, Statement } from './port.ts';

export interface EndpointRow extends Omit<StoredEndpoint, 'keys'> {
  readonly keys: readonly KeyJson[];
}

/** A key as JSON keeps it: its times as text. */
interface KeyJson extends Omit<StoredEventKey, 'createdAt' | 'expiresAt'> {
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

const COLUMNS = `
  e.endpoint_id AS id, e.program_id AS "programId", e.name, e.url, e.types, e.format, e.keys, e.version,
  e.disabled_at AS "disabledAt", e.disabled_reason AS "disabledReason", e.created_by AS "createdBy",
  e.created_at AS "createdAt"`;

const FIND: Statement = {
  name: 'find_event_endpoint',
  text: `SELECT ${COLUMNS} FROM event_endpoint e WHERE e.endpoint_id = $1`,
};
const LOCK: Statement = { name: 'lock_event_endpoint', text: `${FIND.text} FOR NO KEY UPDATE` };
const OF_PROGRAM: Statement = {
  name: 'event_endpoints_of_program',
  text: `SELECT ${COLUMNS} FROM event_endpoint e WHERE e.program_id = $1 ORDER BY e.created_at, e.endpoint_id`,
};
/** Those that several deliveries go to, in one statement. */
export const EVENT_ENDPOINTS: Statement = {
  name: 'event_endpoints',
  text: `SELECT ${COLUMNS} FROM event_endpoint e WHERE e.endpoint_id = ANY ($1::uuid[])`,
};
const ADD: Statement = {
  name: 'add_event_endpoint',
  text: `
    INSERT INTO event_endpoint (endpoint_id, program_id, name, url, types, format, keys, created_by, created_at)
    SELECT $1::uuid, $2::varchar, $3::text, $4::text, $5::text[], $6::text, $7::jsonb, $8::text, $9::timestamptz
    WHERE (SELECT count(*) FROM event_endpoint WHERE program_id = $2::varchar) < $10::integer
    RETURNING endpoint_id`,
};
// Enabled again, what waits is due at once, whoever asked for a pause before.
const CHANGE: Statement = {
  name: 'change_event_endpoint',
  text: `
    UPDATE event_endpoint
    SET url = $2, types = $3::text[], keys = $4::jsonb, disabled_reason = $5,
        disabled_at = CASE WHEN $5::text IS NULL THEN NULL ELSE coalesce(disabled_at, clock_timestamp()) END,
        paused_until = NULL, version = version + 1
    WHERE endpoint_id = $1
    RETURNING version, disabled_at AS "disabledAt"`,
};
const REMOVE: Statement = {
  name: 'remove_event_endpoint',
  text: 'DELETE FROM event_endpoint WHERE endpoint_id = $1 RETURNING endpoint_id',
};

/** The endpoints of events in the database. */
export function createEventEndpoints(database: Database): EventEndpoints {
  return {
    async find(id) {
      const [row] = await database.query<EndpointRow>(FIND, [id]);
      return row === undefined ? null : toEndpoint(row);
    },
    ofProgram: async (programId) => (await database.query<EndpointRow>(OF_PROGRAM, [programId])).map(toEndpoint),
    async add({ id, programId, name, url, types, format, keys, createdBy, createdAt }, most) {
      const values = [id, programId, name, url, typesText(types), format, JSON.stringify(keys), createdBy, createdAt];
      return (await database.query(ADD, [...values, most])).length > 0;
    },
    change: (id, work) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query<EndpointRow>(LOCK, [id]);
        if (row === undefined) return null;
        const endpoint = toEndpoint(row);
        const changes = work(endpoint);
        if (changes === null) return null;
        const { url, types, keys, disabledReason, ...rest } = { ...endpoint, ...changes };
        const values = [id, url, typesText(types), JSON.stringify(keys), disabledReason];
        const [now] = await sql.query<Pick<StoredEndpoint, 'version' | 'disabledAt'>>(CHANGE, values);
        return { ...rest, url, types, keys, disabledReason, ...now };
      }),
    remove: async (id) => (await database.query(REMOVE, [id])).length > 0,
  };
}

const typesText = (types: StoredEndpoint['types']): string | null => types && arrayOf(types, quoted);

export function toEndpoint(row: EndpointRow): StoredEndpoint {
  const keys = row.keys.map(({ createdAt, expiresAt, ...key }) => ({
    ...key,
    createdAt: new Date(createdAt),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  }));
  return { ...row, keys };
}
