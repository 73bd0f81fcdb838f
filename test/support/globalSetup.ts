import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embeddedPostgres.ts';
import { migrate } from '../../src/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the whole run. */
    postgres: string;
  }
}

export const TEMPLATE = 'points_template';

/** One PostgreSQL for the whole run, with a migrated database that the tests' own databases are copies of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'points-test-'));
  const settings = { max_connections: '300', shared_buffers: '256MB' };
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, settings });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const client = new Client({ connectionString: postgres.connectionString });
    await client.connect();
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await client.end();
    const template = new URL(postgres.connectionString);
    template.pathname = TEMPLATE;
    await migrate(template.href);
    project.provide('postgres', postgres.connectionString);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
