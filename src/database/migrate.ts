import { Client } from 'pg';
import { StartupProblem } from '../startupProblem.ts';
import type { MigrationFile } from './migration/migrationFiles.ts';
import { migrationList, readMigrationFiles } from './migration/migrationFiles.ts';

const OLDEST_SERVER = 150_000;
/** Any number, the same in every version: one start migrates, the others wait for it. */
const MIGRATION_LOCK = 7_046_914_052;

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

/**
 * Brings the database to this version of the code, and gives the names of the migrations that it applied.
 * Safe to run by several processes at once. Throws StartupProblem when the server is too old, when the database is
 * newer than the code, or when an earlier migration was left half done.
 */
export async function migrate(connectionString: string): Promise<readonly string[]> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: 'points-migrate',
  });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw new StartupProblem(`DATABASE_URL: PostgreSQL cannot be reached: ${messageOf(error)}`, error);
  });
  try {
    await requireServer(client);
    await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const files = await readMigrationFiles();
    const pending = pendingOf(files, await readApplied(client));
    return pending.length === 0 ? [] : await apply(connectionString, files);
  } finally {
    await client.end();
  }
}

async function requireServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  const server = rows[0];
  if (server !== undefined && server.number < OLDEST_SERVER) {
    throw new StartupProblem(`DATABASE_URL names PostgreSQL ${server.version}; version 15 or later is needed.`);
  }
}

async function readApplied(client: Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
  );
  if (rows[0]?.exists !== true) return [];
  const applied = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
  );
  return applied.rows.filter((row) => row.rolled_back_at === null);
}

function pendingOf(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): readonly MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { migration_name: name, checksum, finished_at: finishedAt } of applied) {
    const file = known.get(name);
    if (file === undefined) {
      throw new StartupProblem(
        `The database is newer than this version: it has the migration ${name}. Start the newer version.`,
      );
    }
    if (finishedAt === null) {
      throw new StartupProblem(
        `The migration ${name} was left half done. Look at its row in _prisma_migrations, repair, and delete the row.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new StartupProblem(`The migration ${name} is not the one that was applied: the file was changed since.`);
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return files.filter((file) => !done.has(file.name));
}

async function apply(connectionString: string, files: readonly MigrationFile[]): Promise<readonly string[]> {
  // Some megabytes of WebAssembly: loaded only when there is something to apply.
  const { withSchemaEngine } = await import('./migration/schemaEngine.ts');
  const migrationsList = await migrationList(files);
  const filters = { externalTables: [], externalEnums: [] };
  return withSchemaEngine(connectionString, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return appliedMigrationNames;
  }).catch((error: unknown) => {
    throw new StartupProblem(`The database could not be migrated: ${messageOf(error)}`, error);
  });
}

/** Of several failed attempts Node says the code alone. */
function messageOf(error: unknown): string {
  const { message = '', code = String(error) } = error as { message?: string; code?: string };
  return message === '' ? code : message;
}
