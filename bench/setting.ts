import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embeddedPostgres.ts';
import { migrate } from '../src/database/migrate.ts';
import type { AccountRef } from '../src/ledger/account.ts';
import { FIRST_DRAFT_TABLES } from './firstDraft/tables.ts';
import { benchAccounts, fillFirstDraft, fillService } from './members.ts';
import { FILL_PLAIN_ACCOUNTS, PGBENCH_TABLES } from './pgbench/pgbenchContender.ts';

/** What every row measures on: one PostgreSQL with default durability and a database for each kind of contender. */
export interface Setting {
  /** A folder for what a row has to write; gone at the end. */
  readonly folder: string;
  readonly accounts: readonly AccountRef[];
  readonly serviceDatabase: string;
  readonly firstDraftDatabase: string;
  readonly plainDatabase: string;
  readonly rounds: number;
  /** How long one contender runs in a round. */
  readonly milliseconds: number;
  close(): Promise<void>;
}

const ACCOUNTS = 10_000;
/** Every contender keeps a pool of its own; durability and everything else stay as PostgreSQL ships them. */
const CONNECTIONS = { max_connections: '200' };

/** Starts PostgreSQL on this disk, not in memory, so that a commit costs here what it costs. */
export async function openSetting(root: string, rounds: number, milliseconds: number): Promise<Setting> {
  await mkdir(join(root, '.data'), { recursive: true });
  const folder = await mkdtemp(join(root, '.data', 'bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, settings: CONNECTIONS });
  const accounts = benchAccounts(ACCOUNTS);
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const databases = await fillDatabases(server.connectionString, accounts);
    return { folder, accounts, ...databases, rounds, milliseconds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fillDatabases(
  connectionString: string,
  accounts: readonly AccountRef[],
): Promise<Pick<Setting, 'serviceDatabase' | 'firstDraftDatabase' | 'plainDatabase'>> {
  const serviceDatabase = await createDatabase(connectionString, 'bench_service');
  const firstDraftDatabase = await createDatabase(connectionString, 'bench_first_draft');
  const plainDatabase = await createDatabase(connectionString, 'bench_plain');
  await migrate(serviceDatabase);
  await withPool(serviceDatabase, async (pool) => fillService(pool, accounts));
  await withPool(firstDraftDatabase, async (pool) => {
    await pool.query(FIRST_DRAFT_TABLES);
    await fillFirstDraft(pool, accounts);
  });
  await withPool(plainDatabase, async (pool) => {
    await pool.query(PGBENCH_TABLES);
    await pool.query(FILL_PLAIN_ACCOUNTS, [accounts.length]);
    await pool.query('ANALYZE');
  });
  return { serviceDatabase, firstDraftDatabase, plainDatabase };
}

async function createDatabase(connectionString: string, name: string): Promise<string> {
  await withPool(connectionString, async (pool) => pool.query(`CREATE DATABASE ${name}`));
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}

async function withPool(connectionString: string, work: (pool: Pool) => Promise<unknown>): Promise<void> {
  const pool = new Pool({ connectionString, max: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
