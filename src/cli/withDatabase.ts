import type { Config } from '../config.ts';
import { DataFolderInUse } from '../database/embedded/dataFolderLock.ts';
import { clusterFolder } from '../database/embedded/cluster.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../database/embeddedPostgres.ts';
import { existsSync } from 'node:fs';
import { StartupProblem } from '../startupProblem.ts';

/**
 * Works on the service's database: the one of DATABASE_URL, that of the service which runs on the data folder, or the
 * data folder's own, which then runs for as long as the work takes.
 */
export async function withDatabase<Value>(
  { databaseUrl, dataDir }: Config,
  work: (connectionString: string) => Promise<Value>,
): Promise<Value> {
  if (databaseUrl !== null) return work(databaseUrl);
  if (!existsSync(clusterFolder(dataDir))) {
    throw new StartupProblem(`There are no books in ${dataDir} yet: start the service once, or set DATABASE_URL.`);
  }
  const started = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => {
    if (error instanceof DataFolderInUse) return error;
    throw error;
  });
  if (started instanceof DataFolderInUse) {
    const running = await findEmbeddedPostgres(dataDir);
    if (running === null) throw started;
    return work(running);
  }
  try {
    return await work(started.connectionString);
  } finally {
    await started.stop();
  }
}
