import { readdir, realpath } from 'node:fs/promises';
import { clusterFolder } from '../../src/database/embedded/cluster.ts';
import { findPostmaster } from '../../src/database/embedded/postmaster.ts';
import { folderOf } from '../../src/database/embedded/processIdentity.ts';
import { findEmbeddedPostgres } from '../../src/database/embeddedPostgres.ts';
import { openDatabase } from '../../src/database/openDatabase.ts';

/** A session of the service, a busy one if there is one. */
const SESSION = {
  name: 'session',
  text: `SELECT pid FROM pg_stat_activity
         WHERE application_name = 'points' AND pid <> pg_backend_pid()
         ORDER BY state = 'idle', random()
         LIMIT 1`,
};

/** The process number of the PostgreSQL that runs on the data folder; null: none does. */
export async function serverOf(dataDir: string): Promise<number | null> {
  return (await findPostmaster(await realpath(clusterFolder(dataDir))))?.pid ?? null;
}

/** The process number of a session that the service has with it. */
export async function sessionOf(dataDir: string): Promise<number | null> {
  const database = openDatabase({ connectionString: await connectionStringOf(dataDir), connections: 1 });
  try {
    const [session] = await database.query<{ readonly pid: number }>(SESSION, []);
    return session?.pid ?? null;
  } finally {
    await database.close();
  }
}

export async function connectionStringOf(dataDir: string): Promise<string> {
  const connectionString = await findEmbeddedPostgres(dataDir);
  if (connectionString === null) throw new Error('No PostgreSQL runs on the data folder.');
  return connectionString;
}

/** Every process of that PostgreSQL: they all work in its folder. */
export async function processesOf(dataDir: string): Promise<number[]> {
  const server = await serverOf(dataDir);
  if (process.platform !== 'linux') return server === null ? [] : [server];
  const folder = await realpath(clusterFolder(dataDir));
  const pids = (await readdir('/proc')).map(Number);
  return pids.filter((pid) => pid > 0 && folderOf(pid) === folder);
}

export async function killPostgres(dataDir: string): Promise<void> {
  for (const pid of await processesOf(dataDir)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was just going.
    }
  }
}
