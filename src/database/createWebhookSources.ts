import type { StoredKey, StoredSource, WebhookSources } from '../inbox/webhookSources.ts';
import type { Database, Statement } from './port.ts';

interface Row extends Omit<StoredSource, 'keys'> {
  readonly keys: readonly KeyJson[];
}

/** A key as JSON keeps it: its times as text. */
interface KeyJson {
  readonly scheme: string;
  readonly sealed?: string;
  readonly publicKey?: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

const COLUMNS = `
  source_id AS id, program_id AS "programId", name, keys, disabled AS "isDisabled", created_by AS "createdBy",
  created_at AS "createdAt"`;

const FIND: Statement = {
  name: 'find_webhook_source',
  text: `SELECT ${COLUMNS} FROM webhook_source WHERE source_id = $1`,
};
const LOCK: Statement = { name: 'lock_webhook_source', text: `${FIND.text} FOR UPDATE` };
const OF_PROGRAM: Statement = {
  name: 'webhook_sources_of_program',
  text: `SELECT ${COLUMNS} FROM webhook_source WHERE program_id = $1 ORDER BY created_at, source_id`,
};
const ADD: Statement = {
  name: 'add_webhook_source',
  text: `
    INSERT INTO webhook_source (source_id, program_id, name, keys, disabled, created_by, created_at)
    VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
    ON CONFLICT (source_id) DO NOTHING
    RETURNING source_id`,
};
const CHANGE: Statement = {
  name: 'change_webhook_source',
  text: 'UPDATE webhook_source SET keys = $2::jsonb, disabled = $3 WHERE source_id = $1',
};

/** The sources of signed messages in the database. */
export function createWebhookSources(database: Database): WebhookSources {
  return {
    async find(id) {
      const [row] = await database.query<Row>(FIND, [id]);
      return row === undefined ? null : toSource(row);
    },
    ofProgram: async (programId) => (await database.query<Row>(OF_PROGRAM, [programId])).map(toSource),
    async add({ id, programId, name, keys, isDisabled, createdBy, createdAt }) {
      const values = [id, programId, name, JSON.stringify(keys), isDisabled, createdBy, createdAt];
      return (await database.query(ADD, values)).length > 0;
    },
    change: (id, work) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query<Row>(LOCK, [id]);
        if (row === undefined) return null;
        const source = toSource(row);
        const changes = work(source);
        if (changes === null) return null;
        const changed = { ...source, ...changes };
        await sql.query(CHANGE, [id, JSON.stringify(changed.keys), changed.isDisabled]);
        return changed;
      }),
  };
}

function toSource(row: Row): StoredSource {
  return { ...row, keys: row.keys.map(toKey) };
}

function toKey({ scheme, sealed, publicKey, createdAt, expiresAt }: KeyJson): StoredKey {
  const times = { createdAt: new Date(createdAt), expiresAt: expiresAt === null ? null : new Date(expiresAt) };
  if (scheme === 'v1' && sealed !== undefined) return { scheme, sealed, ...times };
  if (scheme === 'v1a' && publicKey !== undefined) return { scheme, publicKey, ...times };
  throw new Error(`A webhook source has a key of an unknown kind: ${scheme}.`);
}
