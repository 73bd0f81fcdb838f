import type { EngineStore, NewEngine, RemovedEngine, StoredEngine } from '../engines/engineStore.ts';
import type { MemberMapping } from '../engines/memberMapping.ts';
import { type Database, DatabaseRefused, type Statement } from './port.ts';

interface Row {
  readonly program_id: string;
  readonly version: number;
  readonly kind: string | null;
  readonly settings: unknown;
  readonly mapping: MemberMapping;
  readonly settings_version: number;
  readonly accepts_uncertainty: boolean;
  readonly changed_by: string;
  readonly changed_at: Date;
  readonly sealed: string | null;
}

const NEWEST: Statement = {
  name: 'newest_engines',
  text: `
    SELECT DISTINCT ON (e.program_id) e.*, s.sealed
    FROM engine e LEFT JOIN engine_secret s ON s.program_id = e.program_id AND s.version = e.version
    ORDER BY e.program_id, e.version DESC`,
};

// Of a removal, what does not matter is as it was.
const ADD: Statement = {
  name: 'add_engine',
  text: `
    INSERT INTO engine (program_id, version, kind, settings, mapping, settings_version, accepts_uncertainty,
                        changed_by, changed_at)
    SELECT $1::varchar, $2::integer + 1, $3::varchar, $4::jsonb, $5::jsonb, $6::integer, $7::boolean, $8::text,
           date_trunc('milliseconds', clock_timestamp())
    WHERE $2::integer = (SELECT coalesce(max(version), 0) FROM engine WHERE program_id = $1::varchar)
    RETURNING version`,
};
const SEAL: Statement = {
  name: 'save_engine_secret',
  text: `
    INSERT INTO engine_secret (program_id, version, sealed) VALUES ($1, $2, $3)
    ON CONFLICT (program_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
    WHERE $4::text IS NULL OR engine_secret.sealed = $4::text
    RETURNING version`,
};
const SEALED: Statement = {
  name: 'engine_secret',
  text: 'SELECT sealed FROM engine_secret WHERE program_id = $1',
};
const RESEAL: Statement = {
  name: 'renew_engine_secret',
  text: 'UPDATE engine_secret SET sealed = $3 WHERE program_id = $1 AND sealed = $2 RETURNING version',
};

const PENDING: Statement = {
  name: 'pending_in_engine',
  text: `
    SELECT (SELECT count(*) FROM engine_redemption WHERE program_id = $1 AND state IN ('RESERVED', 'SENDING'))
         + (SELECT count(*) FROM engine_reversal WHERE program_id = $1 AND state IN ('RESERVED', 'SENDING'))
         + (SELECT count(*) FROM engine_earning WHERE program_id = $1 AND state IN ('RESERVED', 'SENDING')) AS pending`,
};

/** Ends the transaction: the secrets that the version was to keep have been renewed. */
class SecretsChanged extends Error {}

const UNIQUE_VIOLATION = '23505';

/** The configured engines in the database. */
export function createEngineStore(database: Database): EngineStore {
  /** Two who expect the same version meet at the primary key: the second waits for the first. */
  async function add(
    row: Omit<NewEngine, 'kind'> & { readonly kind: string | null },
    expected: number,
    sealed: string | null,
    kept: string | null,
  ): Promise<boolean> {
    const { programId, kind, settings, mapping, settingsVersion, acceptsUncertainty, changedBy } = row;
    const texts = [JSON.stringify(settings), JSON.stringify(mapping)] as const;
    try {
      return await database.transaction(async (sql) => {
        const values = [programId, expected, kind, ...texts, settingsVersion, acceptsUncertainty, changedBy];
        const [added] = await sql.query<{ version: number }>(ADD, values);
        if (added === undefined) return false;
        const [secret] = await sql.query(SEAL, [programId, added.version, sealed, kept]);
        if (secret === undefined) throw new SecretsChanged();
        return true;
      });
    } catch (error) {
      if (error instanceof SecretsChanged) return false;
      if (error instanceof DatabaseRefused && error.sqlState === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  return {
    newest: async () => (await database.query<Row>(NEWEST, [])).map(toEngine),
    async pending(programId) {
      const [row] = await database.query<{ pending: bigint }>(PENDING, [programId]);
      return Number(row?.pending ?? 0);
    },
    async sealed(programId) {
      const [row] = await database.query<{ sealed: string | null }>(SEALED, [programId]);
      return row?.sealed ?? null;
    },
    reseal: async (programId, before, sealed) =>
      (await database.query(RESEAL, [programId, before, sealed])).length === 1,
    add: async (engine, expected, kept) => add(engine, expected, engine.sealed, kept),
    async remove(programId, expected, changedBy) {
      const nothing = { settings: {}, mapping: { kind: 'SAME_ID' }, settingsVersion: expected + 1 } as const;
      const removal = { ...nothing, programId, kind: null, acceptsUncertainty: false, changedBy, sealed: '' };
      return add(removal, expected, null, null);
    },
  };
}

function toEngine(row: Row): StoredEngine | RemovedEngine {
  const { program_id: programId, version, kind, sealed } = row;
  if (kind === null) return { programId, version, kind };
  if (sealed === null) throw new Error(`the engine of ${programId} has no secrets`);
  return {
    programId,
    version,
    kind,
    sealed,
    settings: row.settings,
    mapping: row.mapping,
    settingsVersion: row.settings_version,
    acceptsUncertainty: row.accepts_uncertainty,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}
