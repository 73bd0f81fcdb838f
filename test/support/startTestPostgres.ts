import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embeddedPostgres.ts';
import { migrate } from '../../src/database/migrate.ts';

export interface TestPostgres {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** A migrated database that a test's own is a copy of. */
export const TEMPLATE = 'points_template';

/** PostgreSQL in a new folder, with the template. What it is told is gone after a power cut, and with `stop`. */
export async function startTestPostgres(): Promise<TestPostgres> {
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
    return { connectionString: postgres.connectionString, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
